import { SIMX_PAGE_SIZE } from './simx-api';

/** Settings of the simulated exchange. */
export interface SimxSettings {
  /** Selects the simulated market; a safe integer. */
  readonly seed: number;
  /** Mean latency of a request for bars, in milliseconds; single requests deviate by up to 25 %. */
  readonly latencyMs: number;
  /** Sustained limit of requests for bars, per second. */
  readonly ratePerSecond: number;
  /** Requests for bars that are granted at once after an idle period. */
  readonly burst: number;
  /** Maximum number of bars per page, from 1 to 500; defaults to 500. */
  readonly pageSize?: number;
  /** Milliseconds since the Unix epoch, for the end of bars and the rate limit; defaults to Date.now. */
  readonly clock?: () => number;
  /** Adds the routes under /control, by which another process controls the faults and quirks; defaults to false. */
  readonly control?: boolean;
  /** Defaults to 0: the system chooses. */
  readonly port?: number;
}

/** Applies the defaults and validates the settings. @throws RangeError naming the invalid setting */
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
