import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { OutcomeUnknownError } from '../../domain/store-errors';
import { orAborted } from '../../async/or-aborted';
import { decidesCommit } from './database-errors';
import type { PooledClient } from './pooled-client';

/**
 * Works on a connection of its own until `signal` aborts: then the statement under way is cancelled at the server, and
 * with the connection goes whatever it has begun. Resolves when the connection is free again. @throws what `work` throws
 */
export async function onConnection<T>(
  database: DataSource,
  signal: AbortSignal,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = database.createQueryRunner();
  try {
    return await abortable(runner, signal, () => work(runner.manager));
  } finally {
    await runner.release();
  }
}

/**
 * Works in a transaction that is given up when `signal` aborts before its commit has begun: nothing of it is done then.
 * @throws what `work` throws; the signal's reason; OutcomeUnknownError when the commit has begun and got no answer
 */
export async function inAbortableTransaction<T>(
  database: DataSource,
  signal: AbortSignal,
  work: (manager: EntityManager) => Promise<T>,
): Promise<T> {
  const runner = database.createQueryRunner();
  let committing: Promise<void> | null = null;
  const begunAndCommitted = async () => {
    const result = await abortable(runner, signal, () => begun(runner, work));
    await (committing = runner.commitTransaction());
    return result;
  };
  const done = begunAndCommitted().finally(() => runner.release());
  return orAborted(done, signal).catch((error: unknown) => {
    throw committing && !decidesCommit(error) ? new OutcomeUnknownError(done, { cause: error }) : error;
  });
}

async function begun<T>(runner: QueryRunner, work: (manager: EntityManager) => Promise<T>): Promise<T> {
  await runner.startTransaction();
  try {
    return await work(runner.manager);
  } catch (error) {
    // A connection that is lost rolls back by itself, and its own error is the one to tell.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** @throws the signal's reason when it has aborted by the end of the work, whatever came of that */
async function abortable<T>(runner: QueryRunner, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const client = (await runner.connect()) as PooledClient;
  let abandoned: Promise<void> | undefined;
  const abandon = () => {
    abandoned = client.abandon();
  };
  signal.throwIfAborted();
  signal.addEventListener('abort', abandon, { once: true });
  try {
    const result = await work();
    signal.throwIfAborted();
    return result;
  } finally {
    signal.removeEventListener('abort', abandon);
    // It must not go back to its pool as if it could still be used.
    await abandoned;
  }
}
