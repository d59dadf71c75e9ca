import { Redis } from 'ioredis';
import { Pool } from 'pg';
import type { ClusterStore, NodeRole } from './application/ports/cluster-store';
import type { Logger } from './application/ports/logger';
import type { Bus, BusListener } from './cluster/bus/bus';
import { PostgresBus } from './cluster/bus/postgres-bus';
import { postgresLimiters, redisLimiters, type LimiterOf } from './cluster/rate-limiters';
import { RedisBus } from './cluster/bus/redis-bus';
import { RunQueue } from './cluster/runs/run-queue';
import { StartupError } from './startup-error';
import { PostgresClusterStore } from './persistence/cluster/cluster-store';
import { poolOf } from './persistence/database/data-source';
import type { Databases } from './persistence/database/databases';
import { endOf } from './persistence/database/pool-end';
import { poolOptions, type PoolUse } from './persistence/database/pool-options';

/** How this process participates in a cluster. */
export interface ClusterSettings {
  readonly databaseUrl: string;
  /** Undefined: queue, messages and budgets use PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly role: NodeRole;
}

/** The connections of a node to the others. */
export interface ClusterLinks {
  readonly role: NodeRole;
  readonly store: ClusterStore;
  readonly queue: RunQueue;
  readonly busOf: (nodeId: string, listener: BusListener) => Bus;
  readonly limiterOf: LimiterOf;
  /** Must be called only after the node has left the cluster. */
  close(): Promise<void>;
}

/** Timeout of a Redis command that counts a budget, in milliseconds. */
const SILENT_MS = 1_000;

/**
 * Connects over PostgreSQL alone, or with Redis for data that need not be durable.
 * @throws StartupError, StoreUnavailableError
 */
export async function connectCluster(
  { databaseUrl, redisUrl, role }: ClusterSettings,
  databases: Databases,
  log: Logger,
): Promise<ClusterLinks> {
  const heartbeat = poolFor('heartbeat', databaseUrl);
  const store = new PostgresClusterStore(databases, heartbeat.pool);
  if (redisUrl === undefined) {
    const { pool, end } = poolFor('queue', databaseUrl);
    return {
      role,
      store,
      queue: new RunQueue({ pool }, log),
      busOf: (nodeId, listener) => new PostgresBus(databaseUrl, nodeId, listener),
      limiterOf: postgresLimiters(poolOf(databases.stores)),
      close: async () => void (await Promise.all([end(), heartbeat.end()])),
    };
  }
  const prefix = `sluice:${await store.clusterId()}`;
  const redis = await connectRedis(redisUrl);
  return {
    role,
    store,
    queue: new RunQueue({ redisUrl, prefix }, log),
    busOf: (nodeId, listener) => new RedisBus(redisUrl, prefix, nodeId, listener),
    limiterOf: redisLimiters(redis, prefix),
    close: async () => {
      redis.disconnect();
      await heartbeat.end();
    },
  };
}

function poolFor(use: PoolUse, connectionString: string) {
  const pool = new Pool({ connectionString, ...poolOptions(use) });
  // Users of a pool get the error from their own calls. An 'error' event without a listener would end the process.
  pool.on('error', () => undefined);
  return { pool, end: endOf(pool, () => pool.end()) };
}

async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    commandTimeout: SILENT_MS,
    // Reconnects if a connection receives nothing, even during its handshake.
    socketTimeout: 2 * SILENT_MS,
    connectionName: 'sluice budgets',
  });
  let cause: Error | undefined;
  redis.on('error', (error: Error) => (cause = error));
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    const { host } = new URL(url);
    throw new StartupError(`cannot use the Redis ${host}: ${(cause ?? (error as Error)).message}`, { cause: error });
  }
}
