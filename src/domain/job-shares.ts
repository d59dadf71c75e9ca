import type { CollectionJob } from './collection-job';

/** 12 divides evenly among 1, 2, 3, 4, 6 or 12 nodes. */
const MAX_SHARES = 12;
/** Minimum average number of symbols per share. A smaller share does not justify its own worker. */
const MIN_SYMBOLS = 10;

/** Returns the number of shares of a job in a cluster. */
export function shareCount(symbols: number, concurrency: number): number {
  return Math.max(1, Math.min(MAX_SHARES, concurrency, Math.floor(symbols / MIN_SYMBOLS)));
}

/** Returns the number of symbols that one share collects concurrently. All shares add up to the job's concurrency. */
export function lanesOf({ concurrency, shares }: Pick<CollectionJob, 'concurrency' | 'shares'>, share: number): number {
  return Math.floor(concurrency / shares) + (share < concurrency % shares ? 1 : 0);
}
