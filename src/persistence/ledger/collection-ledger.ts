import type { DataSource, EntityManager } from 'typeorm';
import {
  LEASE_LOST,
  type CollectionLedger,
  type JobFailure,
  type JobRange,
  type Lease,
  type LeaseTaken,
  type PendingSymbol,
  type ShardOfJob,
  type Stored,
  type SymbolStep,
} from '../../application/ports/collection-ledger';
import { sharedAbort } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { hasNothingLeft } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { poolOf } from '../database/data-source';
import { storeError, storeRefusal } from '../database/database-errors';
import { lockJob, transitionJob } from '../jobs/job-store';
import { claimRange, finishShard, holdAgain, isHeld, othersGotSomething, releaseLease, settle } from './lease-store';
import { inAbortableTransaction } from '../database/on-connection';
import { statement } from '../database/statement';
import { StepStore } from './step-store';
import { takeFreeLease, takeUp } from './take-lease';

const NEVER = sharedAbort().signal;

/** Stores what the workers write in PostgreSQL. */
export class PostgresLedger implements CollectionLedger {
  private readonly steps: StepStore;

  /** @param holder the id of this node, under which it holds leases; must be unique to this process */
  constructor(
    private readonly database: DataSource,
    private readonly holder: string,
  ) {
    this.steps = new StepStore(poolOf(database));
  }

  async takeLease(shard: ShardOfJob, signal = NEVER, yields = false): Promise<LeaseTaken> {
    const free = await takeFreeLease(this.database.manager, shard, this.holder).catch(storeError);
    if (free?.lease && signal.aborted) await this.release(free.lease);
    if (free) return free;
    const take = (manager: EntityManager) => takeUp(manager, shard, this.holder, yields);
    return inAbortableTransaction(this.database, signal, take).catch(storeError);
  }

  release(lease: Lease): Promise<void> {
    return releaseLease(this.database.manager, lease).catch(storeError);
  }

  claim(lease: Lease, job: CollectionJob): Promise<JobRange | null> {
    return claimRange(this.database.manager, lease, job).catch(storeError);
  }

  /** Selects by a range of positions, which is fast under any plan. With LIMIT, stale statistics could make it slow. */
  async pendingSymbols(jobId: string, from: number, to: number): Promise<readonly PendingSymbol[]> {
    return PENDING_SYMBOLS(this.database.manager, { jobId, from, to }).catch(storeError);
  }

  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<Stored> {
    return (await this.steps.store(lease, job, steps).catch(storeRefusal)) ?? LEASE_LOST;
  }

  recordDrained(lease: Lease): Promise<Stored> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (!job || !(await isHeld(manager, lease))) return LEASE_LOST;
      if (job.state === 'PAUSED') return settle(manager, job, lease);
      // On a retry after a lost response, the first attempt may have given the lease back.
      await holdAgain(manager, lease, this.holder);
      return job;
    });
  }

  /** Idempotent: the end of the job revokes the lease, and a retry after a lost response finds the job COMPLETED. */
  complete(lease: Lease): Promise<{ job: Stored; isFinished: boolean }> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (job?.state === 'COMPLETED') return { job, isFinished: true };
      if (!job || !(await isHeld(manager, lease))) return { job: LEASE_LOST, isFinished: true };
      if (job.state !== 'RUNNING') return { job, isFinished: false };
      if (!hasNothingLeft(job)) return { job, isFinished: await this.finish(manager, lease, job) };
      return { job: await completed(manager, job), isFinished: true };
    });
  }

  fail(lease: Lease, { code, message, silentMs }: JobFailure): Promise<Stored> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (job?.state === 'FAILED' || job?.state === 'COMPLETED') return job;
      if (!job || !(await isHeld(manager, lease))) return LEASE_LOST;
      if (job.state !== 'RUNNING') return job;
      // The failure no longer matters: no symbol is left that it could affect.
      if (hasNothingLeft(job)) return completed(manager, job);
      if (silentMs !== null && job.shards > 1 && (await othersGotSomething(manager, lease, silentMs))) return job;
      const failed = await transitionJob(manager, job, 'FAILED', { actor: SYSTEM, reason: `${code}: ${message}` });
      return failed ?? LEASE_LOST;
    });
  }

  private async finish(manager: EntityManager, lease: Lease, job: CollectionJob): Promise<boolean> {
    const isFinished = await finishShard(manager, lease);
    // With several shards, the response to a claim may have been lost: the shard then has symbols unknown to the run.
    if (!isFinished && job.shards === 1) throw new Error('a worker ran out of symbols before its job did');
    return isFinished;
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(work).catch(storeError);
  }
}

async function completed(manager: EntityManager, job: CollectionJob): Promise<Stored> {
  return (await transitionJob(manager, job, 'COMPLETED', { actor: SYSTEM })) ?? LEASE_LOST;
}

const PENDING_SYMBOLS = statement(
  'pending_symbols',
  { jobId: 'uuid', from: 'integer', to: 'integer' },
  ({ jobId, from, to }) => `
    SELECT position, symbol, steps, page_cursor AS "pageCursor", attempts, "rows"::double precision,
           started_at AS "startedAt"
      FROM job_symbol
     WHERE job_id = ${jobId} AND position >= ${from} AND position < ${to} AND state = 'PENDING'
     ORDER BY position`,
  (row: PendingSymbol) => row,
);
