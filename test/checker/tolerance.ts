import type { History } from './history';

/** Between the decision of a node to ask and the exchange's note of it, when nobody stands still. */
const IN_TRANSIT_MS = 100;
/** A stall this long before a moment may still delay what is noted then: nodes share the machine with the driver. */
const STALL_REACH_MS = 2_000;

/** From the beginning of a commit until all others see it: the flush of the log to a slow disk. */
export const COMMIT_MS = 250;
/** Times are rounded to milliseconds, and two processes read the clock one after the other. */
export const CLOCK_MS = 2;

/**
 * How late a request that arrived at `at` may have been noted, in milliseconds. The exchange notes it when its process has
 * a turn, and the node sent it when its own had: both are measured by how long the driver's process stood still lately.
 */
export function lateness({ stalls }: Pick<History, 'stalls'>, at: number): number {
  const recent = stalls.filter(({ from, until }) => from <= at && until >= at - STALL_REACH_MS);
  return IN_TRANSIT_MS + 2 * Math.max(0, ...recent.map(({ from, until }) => until - from));
}
