/**
 * Whether a page of this origin may use the API. No origin: not a browser. The service's own pages may, and those of
 * configured sites; a foreign page must not be able to command jobs through the browser of whoever visits it.
 */
export function isAllowedOrigin(
  origin: string | undefined,
  host: string | undefined,
  allowed: readonly string[],
): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}
