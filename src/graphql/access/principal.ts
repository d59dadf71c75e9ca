/** Roles in ascending order: viewers read, operators also command jobs, admins also introspect a production service. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** An authenticated caller. */
export interface Principal {
  /** Recorded as the actor of the events that the principal causes. */
  readonly name: string;
  readonly role: Role;
  /** Time at which the credential expires; null when it does not expire. */
  readonly expiresAt: Date | null;
}

/** The principal of every request to a service without credentials, as on a developer's machine. */
export const ANONYMOUS: Principal = { name: 'anonymous', role: 'operator', expiresAt: null };

/**
 * Whether a name is safe in histories, logs and pages: 1 to 255 characters without control or format characters
 * or line separators, and not the service's own name, `system`.
 */
export function isPrincipalName(name: unknown): name is string {
  return typeof name === 'string' && name !== 'system' && /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u.test(name);
}

export function isRole(word: unknown): word is Role {
  return (ROLES as readonly unknown[]).includes(word);
}

/** Whether the credential of the principal has expired. */
export function hasExpired({ expiresAt }: Principal): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}

/** Whether the principal's role includes `needed`: each role includes those before it in ROLES. */
export function mayAct(principal: Principal, needed: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(needed);
}
