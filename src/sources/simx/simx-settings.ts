import { SIMX_PAGE_SIZE } from './simx-api';

/** How the simulated exchange behaves. */
export interface SimxSettings {
  /** A safe integer: which market is simulated. */
  readonly seed: number;
  /** Mean time to answer a request for bars, in milliseconds; each request's own is up to a quarter off. */
  readonly latencyMs: number;
  /** Requests for bars a second that are granted for good. */
  readonly ratePerSecond: number;
  /** Requests for bars that are granted at once after a rest. */
  readonly burst: number;
  /** Bars of one page at most, up to 500; 500. */
  readonly pageSize?: number;
  /** Milliseconds since the Unix epoch: what is closed by now, and how the rate limit recovers; Date.now. */
  readonly clock?: () => number;
  /** Lets another process switch faults on under /control; false. */
  readonly control?: boolean;
  /** 0, the default, lets the system choose. */
  readonly port?: number;
}

/** @throws RangeError naming the setting */
export function completeSettings(settings: SimxSettings): Required<SimxSettings> {
  const { pageSize = SIMX_PAGE_SIZE, clock = Date.now, control = false, port = 0 } = settings;
  const complete = { ...settings, pageSize, clock, control, port };
  must(Number.isSafeInteger(complete.seed), 'seed must be a safe integer');
  must(complete.latencyMs >= 0, 'latencyMs must not be negative');
  must(complete.ratePerSecond > 0, 'ratePerSecond must be positive');
  must(complete.burst >= 1, 'burst must be at least 1');
  must(complete.pageSize >= 1 && complete.pageSize <= SIMX_PAGE_SIZE, `pageSize must be 1 to ${SIMX_PAGE_SIZE}`);
  return complete;
}

function must(holds: boolean, rule: string): void {
  if (!holds) throw new RangeError(`simulated exchange: ${rule}`);
}
