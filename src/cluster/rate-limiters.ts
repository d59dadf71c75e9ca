import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';
import type { Rate } from '../application/source-access/rate';

/**
 * Creates a limiter for the requests to a source: of all nodes together, or of this process in memory. On PostgreSQL
 * the windows follow the nodes' clocks, which should agree to a fraction of a second. Unlike the library's `block`,
 * which sets the end of a block, this one never shortens an existing block. On a shared store it is a single atomic
 * statement or script, as two nodes may learn of two bans at the same time.
 */
export type LimiterOf = (rate: Rate) => RateLimiterAbstract;

export function postgresLimiters(pool: Pool): LimiterOf {
  return (rate) => new PostgresLimiter(pool, rate);
}

export function redisLimiters(redis: Redis, prefix: string): LimiterOf {
  return (rate) => new RedisLimiter(redis, prefix, rate);
}

export const memoryLimiters: LimiterOf = ({ requests, seconds }) =>
  new MemoryLimiter({ points: requests, duration: seconds });

const TABLE = 'rate_limit';
/** Keeps the greater count and the later end: the existing row may exceed the new block in either. */
const EXTEND_BLOCK = `
  INSERT INTO ${TABLE} AS known (key, points, expire) VALUES ($1, $2, $3)
      ON CONFLICT (key) DO UPDATE
     SET points = greatest(known.points, excluded.points), expire = greatest(known.expire, excluded.expire)
  RETURNING expire`;

class PostgresLimiter extends RateLimiterPostgres {
  constructor(
    private readonly pool: Pool,
    { requests, seconds }: Rate,
  ) {
    super({
      storeClient: pool,
      storeType: 'pool',
      tableName: TABLE,
      tableCreated: true,
      // One row per source: nothing accumulates.
      clearExpiredByTimeout: false,
      keyPrefix: 'source',
      points: requests,
      duration: seconds,
    });
  }

  override async block(key: string | number, seconds: number): Promise<RateLimiterRes> {
    const blocked = this.points + 1;
    const values = [this.getKey(key), blocked, Math.ceil(Date.now() + seconds * 1_000)];
    const { rows } = await this.pool.query<{ expire: string }>(EXTEND_BLOCK, values);
    return new RateLimiterRes(0, Number(rows[0]!.expire) - Date.now(), blocked);
  }
}

/** Overwrites a key that expires before the block does. Any other keeps its expiry and takes the greater count. */
const EXTEND_BLOCK_SCRIPT = `
  local left = redis.call('pttl', KEYS[1])
  local points = tonumber(ARGV[1])
  local ms = tonumber(ARGV[2])
  if left > ms then
    points = math.max(points, tonumber(redis.call('get', KEYS[1])))
    ms = left
  end
  redis.call('set', KEYS[1], points, 'PX', ms)
  return ms`;

class RedisLimiter extends RateLimiterRedis {
  constructor(
    private readonly redis: Redis,
    prefix: string,
    { requests, seconds }: Rate,
  ) {
    super({ storeClient: redis, keyPrefix: `${prefix}:source`, points: requests, duration: seconds });
  }

  override async block(key: string | number, seconds: number): Promise<RateLimiterRes> {
    const blocked = this.points + 1;
    const ms = Math.max(1, Math.ceil(seconds * 1_000));
    const left = (await this.redis.eval(EXTEND_BLOCK_SCRIPT, 1, this.getKey(key), blocked, ms)) as number;
    return new RateLimiterRes(0, left, blocked);
  }
}

class MemoryLimiter extends RateLimiterMemory {
  private readonly blockedUntil = new Map<string | number, number>();

  override block(key: string | number, seconds: number): Promise<RateLimiterRes> {
    const [now, known] = [Date.now(), this.blockedUntil.get(key) ?? 0];
    const until = Math.max(known, now + seconds * 1_000);
    if (until === known) return Promise.resolve(new RateLimiterRes(0, known - now, this.points + 1));
    this.blockedUntil.set(key, until);
    return super.block(key, seconds);
  }
}
