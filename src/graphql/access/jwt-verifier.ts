import { errors, jwtVerify, type JWTPayload } from 'jose';
import { IssuerKeys, KeysUnavailableError } from './issuer-keys';
import { isPrincipalName, isRole, ROLES, type Principal, type Role } from './principal';

/** Which JSON Web Tokens (RFC 7519) are accepted. */
export interface JwtTrust {
  readonly issuer: string;
  readonly audience: string;
  /** URL at which the issuer publishes its keys (RFC 7517). */
  readonly jwksUrl: string;
  /** Name of the claim that contains the role, or a list of roles. */
  readonly roleClaim: string;
}

/** Asymmetric algorithms only: a party that can verify a token cannot issue one. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
/** Accepted clock difference, in seconds. */
const CLOCK_TOLERANCE_S = 5;

/** Latest valid Date, in milliseconds. A later expiry would be an invalid Date, which never expires. */
const LAST_MOMENT = 8.64e15;

export class JwtVerifier {
  private readonly keys: IssuerKeys;

  constructor(private readonly trust: JwtTrust) {
    this.keys = new IssuerKeys(trust.jwksUrl);
  }

  /** @returns the principal, or null for an invalid token. @throws KeysUnavailableError */
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

/** Whether the token caused the error. A malformed or weak published key raises errors of other classes. */
function isAboutTheToken(error: unknown): boolean {
  return error instanceof errors.JOSEError && !(error instanceof errors.JWKSInvalid);
}
