import type { Client } from 'pg';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { holderOf, LOCK_ID } from '../database/service-lock';

/** Any advisory lock key other than that of ServiceLock. */
const MIGRATION_LOCK_ID = (BigInt(LOCK_ID) + 1n).toString();
const RETRY_MS = 250;

export interface LockDeps {
  readonly log: Logger;
  readonly signal: AbortSignal;
  readonly patienceMs: number;
}

/**
 * Takes the lock that lets one process at a time migrate. The session that migrates must hold it: it then ends with
 * the migration, and never before. It is polled, because a session that waits in the server cannot be told to stop.
 * @throws Error when another session still holds it after `patienceMs`; the signal's reason
 */
export async function lockMigrations(session: Client, { log, signal, patienceMs }: LockDeps): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let isTold = false; !(await tryLock(session)); isTold = true) {
    const holder = await holderOf(session, MIGRATION_LOCK_ID);
    if (!isTold) log.info({ holder }, 'another process migrates the database, waiting for it');
    if (Date.now() > deadline) throw new Error(`could not migrate: another process still does: ${holder}`);
    await delay(RETRY_MS, [signal]);
    signal.throwIfAborted();
  }
}

async function tryLock(session: Client): Promise<boolean> {
  const { rows } = await session.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
    MIGRATION_LOCK_ID,
  ]);
  return rows[0]!.locked;
}
