import type { Client } from 'pg';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { PooledClient } from './pooled-client';

/** Any number that no other program locks with in this database: "sluice" in ASCII. */
const LOCK_ID = BigInt('0x736c75696365').toString();
/** A predecessor that was killed takes a moment to vanish from the server, in milliseconds. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 100;
/** A server that does not answer for so long is out of reach, in milliseconds. */
const CONNECT_MS = 5_000;

/**
 * EXCLUSIVE: the workers of a database are all in this process. SHARED: they are on the nodes of a cluster, which keeps
 * out only one that would have them all to itself.
 */
export type LockMode = 'EXCLUSIVE' | 'SHARED';
const TRY_LOCK: Readonly<Record<LockMode, string>> = {
  EXCLUSIVE: 'SELECT pg_try_advisory_lock($1) AS locked',
  SHARED: 'SELECT pg_try_advisory_lock_shared($1) AS locked',
};

/** Another service runs the workers of this database. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

/**
 * Sees to it that nobody else runs the workers of a database who must not: an advisory lock, held by a connection of its
 * own for as long as the service lives, and given back by the server when the process dies, however it dies.
 */
export class ServiceLock {
  private client: Client | null = null;
  private readonly closing = new AbortController();

  /** @param onLost called when the connection was lost and another service took the lock meanwhile */
  constructor(
    private readonly connectionString: string,
    private readonly mode: LockMode,
    private readonly log: Logger,
    private readonly onLost: (error: DatabaseInUseError) => void,
  ) {}

  /** @throws DatabaseInUseError, or the error of the connection */
  async acquire(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!this.closing.signal.aborted) {
      const holder = await this.tryOnce();
      if (holder === null) return;
      if (Date.now() > deadline) throw new DatabaseInUseError(`another service uses this database: ${holder}`);
      await delay(RETRY_MS, [this.closing.signal]);
    }
  }

  async release(): Promise<void> {
    this.closing.abort();
    await this.client?.end().catch(() => undefined);
    this.client = null;
  }

  /** @returns null when the lock is ours, otherwise who holds it */
  private async tryOnce(): Promise<string | null> {
    const application_name = `sluice service, pid ${process.pid}`;
    const client: Client = new PooledClient({
      connectionString: this.connectionString,
      application_name,
      connectionTimeoutMillis: CONNECT_MS,
      silentMs: CONNECT_MS,
    });
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      const { rows } = await client.query<{ locked: boolean }>(TRY_LOCK[this.mode], [LOCK_ID]);
      if (rows[0]!.locked && !this.closing.signal.aborted) {
        this.client = client;
        return null;
      }
      return await holderOf(client);
    } finally {
      if (this.client !== client) await client.end().catch(() => undefined);
    }
  }

  /** The connection is gone, and the lock with it: take it again. What a rival stored meanwhile has its own epoch. */
  private lost(client: Client): void {
    if (this.client !== client || this.closing.signal.aborted) return;
    this.client = null;
    this.log.warn({}, 'lost the connection that holds the database for this service, taking it again');
    void this.reacquire();
  }

  private async reacquire(): Promise<void> {
    while (!this.closing.signal.aborted) {
      try {
        return await this.acquire();
      } catch (error) {
        if (error instanceof DatabaseInUseError) return this.onLost(error);
        await delay(1_000, [this.closing.signal]);
      }
    }
  }
}

async function holderOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ holder: string }>(
    `SELECT activity.application_name || coalesce(' at ' || host(activity.client_addr), '') AS holder
       FROM pg_locks lock JOIN pg_stat_activity activity USING (pid)
      WHERE lock.locktype = 'advisory' AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (lock.classid::bigint << 32) + lock.objid::bigint = $1`,
    [LOCK_ID],
  );
  return rows[0]?.holder ?? 'it has just ended or begun';
}

/** Any other number. */
const MIGRATION_LOCK_ID = (BigInt(LOCK_ID) + 1n).toString();

/** Does something that no other node may do at the same time: those that start together would break each other's migrations. */
export async function oneAtATime<T>(connectionString: string, work: (client: Client) => Promise<T>): Promise<T> {
  // Whoever migrates may take long: no limit, but a connection that is gone is noticed.
  const client: Client = new PooledClient({
    connectionString,
    application_name: 'sluice migrations',
    connectionTimeoutMillis: CONNECT_MS,
  });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK_ID]);
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
