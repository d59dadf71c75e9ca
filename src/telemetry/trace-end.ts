import { within } from '../async/within';

/** What has been traced may take so long to be sent when the service ends, in milliseconds. */
const LAST_EXPORT_MS = 2_000;

let send: () => Promise<void> = () => Promise.resolve();

/** @param last sends what has been traced and ends the tracing; called once the service has ended */
export function whenServiceEnds(last: () => Promise<void>): void {
  send = last;
}

/** To be called when nothing happens any more that could be traced. Waits a moment for a collector; never rejects. */
export async function endTracing(ms = LAST_EXPORT_MS): Promise<void> {
  await within(ms, send()).catch(() => undefined);
}
