import type { History } from './history';

/** From a node's decision to send a request to its record at the exchange, without stalls, in milliseconds. */
const IN_TRANSIT_MS = 100;
/** A stall may delay records until this long after it, in milliseconds: nodes share the machine with the driver. */
const STALL_REACH_MS = 2_000;

/** From the beginning of a commit until it is visible to others, in milliseconds: the WAL flush to a slow disk. */
export const COMMIT_MS = 250;
/** In milliseconds: times are rounded, and two processes do not read the clock simultaneously. */
export const CLOCK_MS = 2;

/**
 * Returns how late a request that arrived at `at` may have been recorded, in milliseconds. The exchange records it when
 * its process is scheduled, and the node sends it when its own is. Both delays are estimated by recent stalls of the
 * driver's process.
 */
export function lateness({ stalls }: Pick<History, 'stalls'>, at: number): number {
  const recent = stalls.filter(({ from, until }) => from <= at && until >= at - STALL_REACH_MS);
  return IN_TRANSIT_MS + 2 * Math.max(0, ...recent.map(({ from, until }) => until - from));
}
