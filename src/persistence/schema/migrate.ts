import type { Client } from 'pg';
import { MigrationExecutor, type QueryRunner } from 'typeorm';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { createDataSource, poolOf } from '../database/data-source';
import { isUpToDate } from '../database/databases';
import { onConnection } from '../database/on-connection';
import { endOf } from '../database/pool-end';
import { PooledClient } from '../database/pooled-client';
import { BlockingObserver } from './blocking-session';
import { lockMigrations } from './migration-lock';
import { MIGRATION_LIMITS, migrationSettings, type MigrationLimits } from './migration-limits';

export interface MigrateOptions {
  readonly log: Logger;
  /** Its abort cancels the migration, which is rolled back. */
  readonly signal: AbortSignal;
  readonly limits: MigrationLimits;
}

const SILENT_LOG: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
/** A server that does not respond for this long is unreachable, in milliseconds. */
const CONNECT_MS = 5_000;
/** SQLSTATEs of a migration that did not get its locks: lock_not_available, deadlock_detected. */
const LOCK_CONFLICTS = ['55P03', '40P01'];

/**
 * Brings the schema up to date. Any number of processes may call it at once: one migrates, the others wait for it.
 * @throws Error with one line when the schema cannot be brought up to date: it is not one that this build can follow
 *   (see isUpToDate), another process migrates for too long, or another session holds a lock that a migration needs
 */
export async function migrate(connectionString: string, given: Partial<MigrateOptions> = {}): Promise<void> {
  const options = { log: SILENT_LOG, signal: new AbortController().signal, limits: MIGRATION_LIMITS, ...given };
  const client: Client = new PooledClient({
    connectionString,
    application_name: 'sluice migrations',
    connectionTimeoutMillis: CONNECT_MS,
    silentMs: CONNECT_MS,
  });
  await client.connect();
  try {
    // Without a lock: nearly every start ends here, and none of them can be held up.
    if (!(await isUpToDate(client))) await migrateInOneSession(connectionString, client, options);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * The lock and the migrations belong to one session. If it is lost, the server releases the lock and rolls back, and the
 * query runner refuses further statements: a process that was frozen cannot migrate on beside its successor.
 */
async function migrateInOneSession(connectionString: string, observer: Client, options: MigrateOptions): Promise<void> {
  const { signal, log, limits } = options;
  const database = createDataSource(connectionString, 'migrations', {}, migrationSettings(limits));
  // Errors are thrown. By default, the ORM also writes them to stdout, in between the log's lines of JSON.
  database.setOptions({ logger: 'debug' });
  await database.initialize();
  const close = endOf(poolOf(database), () => database.destroy());
  try {
    await onConnection(database, signal, async ({ queryRunner }) => {
      const session = (await queryRunner!.connect()) as Client;
      await orLost(session, signal, async () => {
        await lockMigrations(session, { log, signal, patienceMs: limits.patienceMs });
        if (!(await isUpToDate(session))) await runUntilLocksAreFree(queryRunner!, observer, options);
      });
    });
  } finally {
    await close();
  }
}

/** @throws the signal's reason; an Error that says that the session was lost, in place of what that makes the ORM throw */
async function orLost(session: Client, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  let lost: Error | null = null;
  session.on('error', (error: Error) => (lost ??= error));
  await work().catch((error: unknown) => {
    signal.throwIfAborted();
    throw lost ? new Error(`lost the connection while migrating: ${lost.message}`, { cause: error }) : error;
  });
}

/** Each migration is one transaction, so that an attempt that fails leaves none half done. */
async function runUntilLocksAreFree(runner: QueryRunner, observer: Client, options: MigrateOptions): Promise<void> {
  const { log, signal, limits } = options;
  for (let attempt = 1; ; attempt++) {
    const conflict = await runOnce(runner, observer, limits);
    if (!conflict) return;
    const { blocker, cause } = conflict;
    if (attempt === limits.attempts)
      throw new Error(`could not migrate: another session holds a lock: ${blocker}`, { cause });
    log.warn({ blocker, attempt }, 'another session holds a lock that a migration needs, trying again');
    await delay(limits.pauseMs * (0.5 + Math.random()), [signal]);
    signal.throwIfAborted();
  }
}

/** @returns null when all migrations are done, or who held a lock that one of them needs. @throws any other error */
async function runOnce(runner: QueryRunner, client: Client, { lockMs }: MigrationLimits) {
  const [{ pid }] = (await runner.query('SELECT pg_backend_pid() AS pid')) as [{ pid: number }];
  const observer = new BlockingObserver(client, pid, lockMs / 3);
  const executor = new MigrationExecutor(runner.dataSource, runner);
  executor.transaction = 'each';
  try {
    await executor.executePendingMigrations();
    return null;
  } catch (cause) {
    if (!LOCK_CONFLICTS.includes((cause as { code?: string }).code ?? '')) throw cause;
    return { cause, blocker: observer.blocker };
  } finally {
    await observer.stop();
  }
}
