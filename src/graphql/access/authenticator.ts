import { GraphQLError } from 'graphql';
import { httpExtension } from '../http-extensions';
import { principalOf, type KnownToken } from './api-tokens';
import type { JwtTrust, JwtVerifier } from './jwt-verifier';
import { ANONYMOUS, type Principal } from './principal';

/** Credentials that the service accepts. Without any, it requires none. */
export interface Credentials {
  readonly tokens: readonly KnownToken[];
  readonly jwt: JwtTrust | null;
}

/** Whether the service requires no credentials. */
export function isOpen({ tokens, jwt }: Credentials): boolean {
  return tokens.length === 0 && jwt === null;
}

/** Determines the principal of a request. */
export class Authenticator {
  private readonly isOpen: boolean;
  private readonly jwt: Promise<JwtVerifier> | null;

  constructor(private readonly credentials: Credentials) {
    this.isOpen = isOpen(credentials);
    this.jwt = credentials.jwt && verifierOf(credentials.jwt);
  }

  /**
   * @param authorization as in the HTTP header: `Bearer <token>` (RFC 6750)
   * @throws GraphQLError UNAUTHENTICATED; KeysUnavailableError while the keys of the token issuer are unavailable
   */
  async authenticate(authorization: unknown): Promise<Principal> {
    if (this.isOpen) return ANONYMOUS;
    const token = typeof authorization === 'string' ? /^bearer +(\S{1,8192})$/i.exec(authorization)?.[1] : undefined;
    const principal = token === undefined ? null : await this.principalOf(token);
    if (!principal) throw unauthenticated();
    return principal;
  }

  private async principalOf(token: string): Promise<Principal | null> {
    const known = principalOf(token, this.credentials.tokens);
    if (known || !this.jwt) return known;
    return (await this.jwt).verify(token);
  }
}

/** Loads the JWT library only where JSON Web Tokens are accepted. */
async function verifierOf(trust: JwtTrust): Promise<JwtVerifier> {
  const { JwtVerifier } = await import('./jwt-verifier');
  return new JwtVerifier(trust);
}

/** The same error for every invalid credential: it must not reveal which part is wrong. */
export function unauthenticated(): GraphQLError {
  const http = httpExtension(401, { 'www-authenticate': 'Bearer' });
  return new GraphQLError('A valid credential is needed.', { extensions: { code: 'UNAUTHENTICATED', http } });
}
