import type { CollectionJob } from './collection-job';

/** With 1, 2, 3, 4, 6 or 12 workers at hand, each of them has as many shares as the others. */
const MAX_SHARES = 12;
/** A share that is smaller is not worth a worker of its own. */
const MIN_SYMBOLS = 10;

/** Among how many workers a job is divided where there may be several machines to run them. */
export function shareCount(symbols: number, concurrency: number): number {
  return Math.max(1, Math.min(MAX_SHARES, concurrency, Math.floor(symbols / MIN_SYMBOLS)));
}

/** How many symbols one share collects at once: all shares together as many as the job's concurrency says. */
export function lanesOf({ concurrency, shares }: Pick<CollectionJob, 'concurrency' | 'shares'>, share: number): number {
  return Math.floor(concurrency / shares) + (share < concurrency % shares ? 1 : 0);
}
