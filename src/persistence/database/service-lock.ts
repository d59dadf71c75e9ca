import type { Client } from 'pg';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { PooledClient } from './pooled-client';

/** An arbitrary advisory lock key that no other program uses in this database: "sluice" in ASCII. */
export const LOCK_ID = BigInt('0x736c75696365').toString();
/** Longest wait for the lock, in milliseconds: the session of a killed predecessor takes a moment to end. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 100;
/** A server that does not respond for this long is unreachable, in milliseconds. */
const CONNECT_MS = 5_000;

/**
 * EXCLUSIVE: all workers of the database run in this process. SHARED: they run on the nodes of a cluster, and only a
 * service that wants EXCLUSIVE is kept out.
 */
export type LockMode = 'EXCLUSIVE' | 'SHARED';
const TRY_LOCK: Readonly<Record<LockMode, string>> = {
  EXCLUSIVE: 'SELECT pg_try_advisory_lock($1) AS locked',
  SHARED: 'SELECT pg_try_advisory_lock_shared($1) AS locked',
};

/** Another service that excludes this one runs the workers of the database. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError';
}

/**
 * Prevents a conflicting service from running the workers of the same database. An advisory lock, held on its own
 * connection for as long as the service lives. The server releases it when the process dies, however it dies.
 */
export class ServiceLock {
  private client: Client | null = null;
  private readonly closing = new AbortController();

  /** @param onLost called when the connection was lost and another service has taken the lock since */
  constructor(
    private readonly connectionString: string,
    private readonly mode: LockMode,
    private readonly log: Logger,
    private readonly onLost: (error: DatabaseInUseError) => void,
  ) {}

  /** @throws DatabaseInUseError when the lock is still held after 3 s; the connection error */
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

  /** @returns null when the lock was acquired, otherwise a description of its holder */
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
      return await holderOf(client, LOCK_ID);
    } finally {
      if (this.client !== client) await client.end().catch(() => undefined);
    }
  }

  /** The lock was lost with the connection: acquires it again. What another service stored since is under its own leases. */
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

/** Describes a session that holds the advisory lock `lockId` of this database. */
export async function holderOf(client: Client, lockId: string): Promise<string> {
  const { rows } = await client.query<{ holder: string }>(
    `SELECT activity.application_name || coalesce(' at ' || host(activity.client_addr), '') AS holder
       FROM pg_locks lock JOIN pg_stat_activity activity USING (pid)
      WHERE lock.locktype = 'advisory' AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (lock.classid::bigint << 32) + lock.objid::bigint = $1`,
    [lockId],
  );
  return rows[0]?.holder ?? 'it has just ended or begun';
}
