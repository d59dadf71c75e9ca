/**
 * Reads the cursor of sources that page by time: the start of the next page, in milliseconds since the Unix epoch.
 * @throws Error if the cursor is malformed or outside the window. This is a bug of Sluice, not a failure of the source.
 */
export function readTimeCursor(cursor: string | null, window: { from: number; to: number }): number {
  if (cursor === null) return window.from;
  const time = /^\d{1,16}$/.test(cursor) ? Number(cursor) : NaN;
  if (time >= window.from && time < window.to) return time;
  throw new Error(`malformed page cursor ${JSON.stringify(cursor)} for the window [${window.from}, ${window.to})`);
}
