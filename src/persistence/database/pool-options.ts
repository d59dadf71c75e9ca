import { availableParallelism } from 'node:os';
import type { ClientBase, PoolConfig } from 'pg';
import { TIMING } from '../../timing';
import { MIGRATION_LIMITS, migrationSettings } from '../schema/migration-limits';
import { PooledClient, type PooledClientConfig } from './pooled-client';

/**
 * What a connection is used for. Each use has its own pool, so that no use waits for another: however slow the reads
 * and however busy the workers, a command finds a free connection.
 */
export type PoolUse = 'commands' | 'stores' | 'heartbeat' | 'reads' | 'queue' | 'migrations';

/**
 * One connection per processor of this machine, at least 2, at most 4. More would not finish the reads sooner, but
 * would take processor time that the commands need to process their results.
 */
export const READ_CONNECTIONS = Math.min(Math.max(availableParallelism(), 2), 4);

interface PoolLimits {
  readonly connections: number;
  /** statement_timeout in milliseconds; null: none, and `session` sets all timeouts. */
  readonly statementMs: number | null;
  /** Longest wait for a connection, in milliseconds, if not `statementMs` or CONNECT_MS, whichever is less. */
  readonly connectMs?: number;
  /** SET statements that also run for each new session. */
  readonly session?: string;
}

/**
 * The connections of one node: at most 21, plus one for its lock and one for the broadcasts of other nodes. See
 * docs/scaling.md, "Connections".
 */
const LIMITS: Readonly<Record<PoolUse, PoolLimits>> = {
  commands: { connections: 5, statementMs: 5_000 },
  // Four groups of steps are stored at once (see STORES_AT_ONCE); leases, claims and read-ahead need the others.
  // Their statements find rows by key under any plan, and the largest takes three times as long to plan as to run.
  stores: { connections: 6, statementMs: 10_000, session: 'SET plan_cache_mode = force_generic_plan' },
  // A heartbeat answered later than its timeout is useless, and a heartbeat need not be durable.
  // A connection that takes longer to open than a heartbeat waits for it serves a later one.
  heartbeat: {
    connections: 1,
    statementMs: TIMING.HEARTBEAT_STATEMENT,
    connectMs: 2_000,
    session: 'SET synchronous_commit = off',
  },
  // Each read uses one processor at most: a parallel count would finish sooner, but slow the commands down.
  reads: {
    connections: READ_CONNECTIONS,
    statementMs: 5_000,
    session: 'SET default_transaction_read_only = on; SET max_parallel_workers_per_gather = 0',
  },
  // One connection serves LISTEN. BullMQ's statements do not qualify names with a schema.
  queue: { connections: 5, statementMs: 10_000, session: 'SET search_path = bullmq' },
  migrations: { connections: 1, statementMs: null, session: migrationSettings(MIGRATION_LIMITS) },
};

/** Longest wait for a connection to be made or to become free, in milliseconds. */
const CONNECT_MS = 5_000;
/**
 * In milliseconds. A server that is alive cancels a statement at its timeout; one silent for this much longer is
 * taken for unreachable.
 */
const SILENCE_MARGIN_MS = 1_000;

/** statement_timeout per use in milliseconds, where it differs from LIMITS. */
export type StatementLimits = Partial<Readonly<Record<PoolUse, number>>>;

/**
 * Returns the options of the pool for a use.
 * @param session SET statements for each new session, in place of the use's own
 */
export function poolOptions(
  use: PoolUse,
  statementLimits: StatementLimits = {},
  session = LIMITS[use].session,
): PoolConfig & PooledClientConfig & { readonly max: number } {
  const { connections, connectMs } = LIMITS[use];
  const statementMs = statementLimits[use] ?? LIMITS[use].statementMs;
  return {
    Client: PooledClient,
    max: connections,
    application_name: `sluice ${use}`,
    connectionTimeoutMillis: connectMs ?? Math.min(CONNECT_MS, statementMs ?? CONNECT_MS),
    ...(statementMs !== null && { silentMs: statementMs + SILENCE_MARGIN_MS }),
    // Set by a statement: poolers such as PgBouncer refuse these settings as startup parameters.
    onConnect: ((client) => client.query(sessionOf(statementMs, session))) as (client: ClientBase) => void,
  };
}

function sessionOf(statementMs: number | null, session?: string): string {
  if (statementMs === null) return session ?? 'SELECT';
  const settings = [
    `SET statement_timeout = ${statementMs}`,
    `SET idle_in_transaction_session_timeout = ${TIMING.ABANDONED_TRANSACTION}`,
  ];
  return [...settings, ...(session ? [session] : [])].join('; ');
}
