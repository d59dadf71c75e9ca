import { within } from '../async/within';

/** Timeout of the last export of spans when the service ends, in milliseconds. */
const LAST_EXPORT_MS = 2_000;

let send: () => Promise<void> = () => Promise.resolve();

/** @param last exports the remaining spans and shuts tracing down; `endTracing` calls it */
export function whenServiceEnds(last: () => Promise<void>): void {
  send = last;
}

/** Must be called after the service has ended. Waits up to `ms` milliseconds for the collector; never rejects. */
export async function endTracing(ms = LAST_EXPORT_MS): Promise<void> {
  await within(ms, send()).catch(() => undefined);
}
