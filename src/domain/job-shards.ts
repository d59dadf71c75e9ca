import type { CollectionJob } from './collection-job';

/** 12 divides evenly among 1, 2, 3, 4, 6 or 12 nodes. */
const MAX_SHARES = 12;
/** Minimum average number of symbols per shard. A smaller shard does not justify its own worker. */
const MIN_SYMBOLS = 10;

/** Returns the number of shards of a job in a cluster. */
export function shardCount(symbols: number, concurrency: number): number {
  return Math.max(1, Math.min(MAX_SHARES, concurrency, Math.floor(symbols / MIN_SYMBOLS)));
}

/** Returns the number of symbols that one shard collects concurrently. All shards add up to the job's concurrency. */
export function lanesOf({ concurrency, shards }: Pick<CollectionJob, 'concurrency' | 'shards'>, shard: number): number {
  return Math.floor(concurrency / shards) + (shard < concurrency % shards ? 1 : 0);
}
