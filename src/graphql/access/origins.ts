/** Which requests are accepted, by headers that a browser sets and a page cannot forge. */
export interface OriginPolicy {
  /** Other sites whose pages may use the API, in the form of the `Origin` header. */
  readonly allowedOrigins: readonly string[];
  /** Host names of the service. Null allows any, because every request needs a credential. */
  readonly allowedHosts: readonly string[] | null;
}

/** Host names that browsers send to a service on the same machine. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host) || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * Checks `Host` and `Origin`. `Host`: a foreign name that resolves to this service (DNS rebinding) would make a foreign
 * page same-origin. `Origin`: a foreign page must not command jobs through its visitor's browser.
 * @returns the refusal message, or null
 */
export function refusalOf(
  { host, origin }: { readonly host?: string; readonly origin?: string },
  { allowedHosts, allowedOrigins }: OriginPolicy,
): string | null {
  if (allowedHosts && !allowedHosts.includes(nameOf(host))) return 'This name of the service is not in ALLOWED_HOSTS.';
  return isAllowedOrigin(origin, host, allowedOrigins) ? null : 'This origin is not in ALLOWED_ORIGINS.';
}

/** Allows requests without an origin (not from a browser), from the service's own pages, and from configured sites. */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/** Returns the name in a Host header, without the port. */
function nameOf(host: string | undefined): string {
  return (host ?? '').toLowerCase().replace(/:\d+$/, '');
}
