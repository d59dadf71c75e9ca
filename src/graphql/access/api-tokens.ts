import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Principal, Role } from './principal';

/** An API token as configured: the service stores only its hash. */
export interface KnownToken {
  readonly name: string;
  readonly role: Role;
  /** SHA-256. Sufficient for a token of 256 random bits; a password would need a slow hash. */
  readonly hash: Buffer;
}

/** Creates a token. @returns the token, and its hash in hexadecimal for the settings */
export function createToken(): { token: string; hash: string } {
  const token = `slc_${randomBytes(32).toString('base64url')}`;
  return { token, hash: hashOf(token).toString('hex') };
}

/** @returns the principal of the token, or null. Constant time: wrong tokens take as long as valid ones. */
export function principalOf(token: string, known: readonly KnownToken[]): Principal | null {
  const hash = hashOf(token);
  // filter, not find: all hashes are compared, so timing does not reveal a match.
  const [found] = known.filter((candidate) => timingSafeEqual(candidate.hash, hash));
  return found ? { name: found.name, role: found.role, expiresAt: null } : null;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
