import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRedis, type RateLimiterAbstract } from 'rate-limiter-flexible';

/** Counts the requests to a source of all nodes together; by the nodes' clocks, which should agree to a fraction of a second. */
export type LimiterOf = (requestsPerSecond: number) => RateLimiterAbstract;

export function postgresLimiters(pool: Pool): LimiterOf {
  return (points) =>
    new RateLimiterPostgres({
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      // One row a source: there is nothing to clear.
      clearExpiredByTimeout: false,
      keyPrefix: 'source',
      points,
      duration: 1,
    });
}

export function redisLimiters(redis: Redis, prefix: string): LimiterOf {
  return (points) => new RateLimiterRedis({ storeClient: redis, keyPrefix: `${prefix}:source`, points, duration: 1 });
}
