/**
 * The page cursor of sources that page by time: where the next page starts, in milliseconds since the Unix epoch.
 * @throws Error for a cursor that no source gave out: that is a bug, and not the source's
 */
export function readTimeCursor(cursor: string | null, window: { from: number; to: number }): number {
  if (cursor === null) return window.from;
  const time = /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (time >= window.from && time < window.to) return time;
  throw new Error(`malformed page cursor ${JSON.stringify(cursor)} for the window [${window.from}, ${window.to})`);
}
