/** Whose requests are taken, by the headers that a browser sets and a page cannot. */
export interface OriginPolicy {
  /** Other sites whose pages may use the API, as `Origin` headers name them. */
  readonly allowedOrigins: readonly string[];
  /** Names under which the service is reached; null: any, because nobody gets anywhere without a credential. */
  readonly allowedHosts: readonly string[] | null;
}

/** What browsers send to a service on their own machine. */
export const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

export function isLoopback(host: string): boolean {
  return LOOPBACK_HOSTS.includes(host) || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * Why a request is refused, or null. `Host`: a foreign name that was made to lead here (DNS rebinding) would make a
 * foreign page same-origin. `Origin`: a foreign page must not command jobs through the browser of whoever visits it.
 */
export function refusalOf(
  { host, origin }: { readonly host?: string; readonly origin?: string },
  { allowedHosts, allowedOrigins }: OriginPolicy,
): string | null {
  if (allowedHosts && !allowedHosts.includes(nameOf(host))) return 'This name of the service is not in ALLOWED_HOSTS.';
  return isAllowedOrigin(origin, host, allowedOrigins) ? null : 'This origin is not in ALLOWED_ORIGINS.';
}

/** No origin: not a browser. The service's own pages may, and those of configured sites. */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();
}

/** Of a Host header, without the port. */
function nameOf(host: string | undefined): string {
  return (host ?? '').toLowerCase().replace(/:\d+$/, '');
}
