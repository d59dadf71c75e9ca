const KEY = 'sluice.reloaded';
/** At most one automatic reload in this time, in milliseconds: a reload that does not help must not loop. */
const ONCE_IN_MS = 30_000;

/**
 * Reloads the page when a chunk of it is missing: a newer version of the service has replaced the one that served the
 * page. Does nothing while the service is unreachable, since a reload would lose the page that is loaded.
 */
export async function reloadIfReplaced(storage: Storage = window.sessionStorage): Promise<void> {
  if (Date.now() - Number(storage.getItem(KEY)) < ONCE_IN_MS) return;
  const isThere = await fetch('/health/live').then(
    ({ ok }) => ok,
    () => false,
  );
  if (!isThere) return;
  storage.setItem(KEY, String(Date.now()));
  window.location.reload();
}
