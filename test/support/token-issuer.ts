import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult, type JWK, type JWTPayload } from 'jose';
import type { JwtTrust } from '../../src/graphql/access/jwt-verifier';

/** Signs JSON Web Tokens and publishes its key, like an identity provider. */
export class TokenIssuer {
  readonly issuer = 'https://issuer.example';
  readonly audience = 'sluice';
  /** Number of requests for the key. */
  asked = 0;
  isDown = false;
  /** Overrides the response to requests for the key. */
  answer: ((response: ServerResponse) => void) | null = null;

  private constructor(
    private readonly alg: string,
    private readonly keys: GenerateKeyPairResult,
    readonly jwk: JWK,
    private readonly server: Server,
  ) {}

  /** @param named whether the published key states its algorithm */
  static async start(alg: 'ES256' | 'RS256' = 'ES256', named = true): Promise<TokenIssuer> {
    const keys = await generateKeyPair(alg);
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', ...(named && { alg }), use: 'sig' };
    const server = createServer((_request, response) => {
      issuer.asked++;
      if (issuer.answer) return issuer.answer(response);
      response.statusCode = issuer.isDown ? 500 : 200;
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    });
    const issuer = new TokenIssuer(alg, keys, jwk, server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return issuer;
  }

  get env(): Record<string, string> {
    return { JWT_ISSUER: this.issuer, JWT_AUDIENCE: this.audience, JWT_JWKS_URL: this.jwksUrl };
  }

  get trust(): JwtTrust {
    return { issuer: this.issuer, audience: this.audience, jwksUrl: this.jwksUrl, roleClaim: 'role' };
  }

  private get jwksUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/jwks`;
  }

  /** Returns a token that is valid except for the given claims and `kid`. */
  token(claims: JWTPayload, kid = 'one'): Promise<string> {
    return new SignJWT(this.claims(claims)).setProtectedHeader({ alg: this.alg, kid }).sign(this.keys.privateKey);
  }

  /** Returns the claims of such a token. */
  claims(claims: JWTPayload): JWTPayload {
    const exp = Math.floor(Date.now() / 1_000) + 600;
    return { iss: this.issuer, aud: this.audience, sub: 'ann', exp, ...claims };
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
