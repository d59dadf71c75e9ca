import { errors, jwtVerify, type JWTPayload } from 'jose';
import { IssuerKeys, KeysUnavailableError } from './issuer-keys';
import { isPrincipalName, isRole, ROLES, type Principal, type Role } from './principal';

/** Whose JSON Web Tokens are believed (RFC 7519). */
export interface JwtTrust {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  /** The claim that names the role, or a list that has it. */
  readonly roleClaim: string;
}

/** Signatures by a key pair only: nobody who can check a token can make one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Clocks may differ by so much, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** The last that a Date can be: one beyond would never be over. */
const LAST_MOMENT = 8.64e15;

export class JwtVerifier {
  private readonly keys: IssuerKeys;

  constructor(private readonly trust: JwtTrust) {
    this.keys = new IssuerKeys(trust.jwksUrl);
  }

  /** @returns null for a token that is not to be believed. @throws KeysUnavailableError */
  async verify(token: string): Promise<Principal | null> {
    const { issuer, audience, roleClaim } = this.trust;
    const checks = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: CLOCK_TOLERANCE_S };
    try {
      const { payload } = await jwtVerify(token, this.keys.keyFor, { ...checks, requiredClaims: ['sub', 'exp'] });
      return principalOf(payload, roleClaim);
    } catch (error) {
      if (error instanceof KeysUnavailableError) throw error;
      if (isAboutTheToken(error)) return null;
      throw new KeysUnavailableError(error);
    }
  }
}

function principalOf(payload: JWTPayload, roleClaim: string): Principal | null {
  const role = highestRole(payload[roleClaim]);
  if (!role || !isPrincipalName(payload.sub)) return null;
  return { name: payload.sub, role, expiresAt: new Date(Math.min(payload.exp! * 1_000, LAST_MOMENT)) };
}

function highestRole(claim: unknown): Role | null {
  const named = (Array.isArray(claim) ? claim : [claim]).filter(isRole);
  return ROLES.findLast((role) => named.includes(role)) ?? null;
}

/** Everything that jose says of the token; a published key that is none, or too weak, is another kind of error to it. */
function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);
}
