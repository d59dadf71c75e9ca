/** What a principal may do: viewers look, operators also command jobs, admins also introspect a production service. */
export const ROLES = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who asks. */
export interface Principal {
  /** The actor of the events that it causes. */
  readonly name: string;
  readonly role: Role;
  /** When its credential ends; null when it does not. */
  readonly expiresAt: Date | null;
}

/** Whoever comes to a service that asks for no credentials: a developer on their own machine. */
export const ANONYMOUS: Principal = { name: 'anonymous', role: 'operator', expiresAt: null };

/**
 * Whether a name is fit for histories, logs and pages, whoever made it: 1 to 255 characters, of which none controls
 * anything, and not the service's own.
 */
export function isPrincipalName(name: unknown): name is string {
  return typeof name === 'string' && name !== 'system' && /^[^\p{C}\p{Zl}\p{Zp}]{1,255}$/u.test(name);
}

export function isRole(word: unknown): word is Role {
  return (ROLES as readonly unknown[]).includes(word);
}

/** Whether its credential has ended meanwhile. */
export function hasExpired({ expiresAt }: Principal): boolean {
  return expiresAt !== null && expiresAt.getTime() <= Date.now();
}

/** Each role may do what those before it may. */
export function mayAct(principal: Principal, needed: Role): boolean {
  return ROLES.indexOf(principal.role) >= ROLES.indexOf(needed);
}
