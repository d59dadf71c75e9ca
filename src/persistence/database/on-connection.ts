import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { OutcomeUnknownError } from '../../domain/store-errors';
import { orAborted } from '../../async/or-aborted';
import { decidesCommit } from './database-errors';
import type { PooledClient } from './pooled-client';

/**
 * Runs `work` on its own connection. When `signal` aborts, the statement in flight is cancelled at the server and the
 * connection is closed, which rolls back what it has begun. Settles only when the connection has been released.
 * @throws what `work` throws; the signal's reason
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
 * Runs `work` in a transaction. If `signal` aborts before the commit has begun, the transaction is rolled back.
 * @throws what `work` throws; the signal's reason; OutcomeUnknownError when the commit was sent and not acknowledged
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
    // The server rolls back when the connection is lost; the original error is the one to report.
    await runner.rollbackTransaction().catch(() => undefined);
    throw error;
  }
}

/** @throws the signal's reason when it has aborted before `work` resolves, whatever the result; what `work` throws */
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
    // The connection must be closed before it returns to the pool, which would otherwise reuse it.
    await abandoned;
  }
}
