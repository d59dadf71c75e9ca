import { availableParallelism } from 'node:os';
import type { ClientBase, PoolConfig } from 'pg';
import { TIMING } from '../../timing';
import { PooledClient, type PooledClientConfig } from './pooled-client';

/**
 * What connections are for. Each use has its own, so that none waits for another: whoever looks may be slow, and workers
 * may store as much as they can, while a command finds a connection free.
 */
export type PoolUse = 'commands' | 'stores' | 'reads' | 'queue' | 'beats' | 'migrations';

/**
 * As many as this machine has processors, from 2 to 4: more at once would not be sooner done, but take from the commands
 * what time they need to make something of their answers.
 */
export const READ_CONNECTIONS = Math.min(Math.max(availableParallelism(), 2), 4);

interface PoolLimits {
  readonly connections: number;
  /** The server gives a statement up after so long, in milliseconds; null: never. */
  readonly statementMs: number | null;
  /** What else is set for each session. */
  readonly session?: string;
}

/** All of one node: 21 at most, and one each for its lock and for what it hears from others. See docs/scaling.md, "Connections". */
const LIMITS: Readonly<Record<PoolUse, PoolLimits>> = {
  commands: { connections: 5, statementMs: 5_000 },
  // Four groups of steps at the disk at once (see STORES_AT_ONCE), and leases, claims and what is read ahead beside them.
  stores: { connections: 6, statementMs: 10_000 },
  // Each takes one processor at most: a count in parallel would be sooner done, at the cost of the commands meanwhile.
  reads: {
    connections: READ_CONNECTIONS,
    statementMs: 5_000,
    session: 'SET default_transaction_read_only = on; SET max_parallel_workers_per_gather = 0',
  },
  // One listens. BullMQ's statements name no schema.
  queue: { connections: 5, statementMs: 10_000, session: 'SET search_path = bullmq' },
  // An answer to a beat that takes longer is none; and what it says need not be on the disk.
  beats: { connections: 1, statementMs: TIMING.HEARTBEAT_STATEMENT, session: 'SET synchronous_commit = off' },
  migrations: { connections: 1, statementMs: null },
};

/** How long somebody waits for a connection that is to be made, or to become free, in milliseconds. */
const CONNECT_MS = 5_000;
/** A server that is there gives a statement up by itself; from one that says nothing for so much longer nothing will come. */
const SILENCE_MARGIN_MS = 1_000;

/** How long the server works at a statement of a use, in milliseconds, where that is not as in LIMITS. */
export type StatementLimits = Partial<Readonly<Record<PoolUse, number>>>;

/** How the pool for a use is made. */
export function poolOptions(
  use: PoolUse,
  statementLimits: StatementLimits = {},
): PoolConfig & PooledClientConfig & { readonly max: number } {
  const { connections, session } = LIMITS[use];
  const statementMs = statementLimits[use] ?? LIMITS[use].statementMs;
  return {
    Client: PooledClient,
    max: connections,
    application_name: `sluice ${use}`,
    connectionTimeoutMillis: statementMs === null ? CONNECT_MS : Math.min(CONNECT_MS, statementMs),
    ...(statementMs !== null && { silentMs: statementMs + SILENCE_MARGIN_MS }),
    // Set by a statement: poolers such as PgBouncer refuse them as parameters of a connection's start.
    onConnect: ((client) => client.query(sessionOf(statementMs, session))) as (client: ClientBase) => void,
  };
}

function sessionOf(statementMs: number | null, session?: string): string {
  if (statementMs === null) return 'SELECT';
  const settings = [
    `SET statement_timeout = ${statementMs}`,
    `SET idle_in_transaction_session_timeout = ${TIMING.ABANDONED_TRANSACTION}`,
  ];
  return [...settings, ...(session ? [session] : [])].join('; ');
}
