const KEY = 'sluice.reloaded';
/** Should that not help, the next attempt is the reader's. */
const ONCE_IN_MS = 30_000;

/**
 * A part of the page that is not there any more belongs to a page before this one: the service has been replaced by a
 * newer one, so the page is loaded anew. Not while the service is away: then the page that is here is all there is.
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
