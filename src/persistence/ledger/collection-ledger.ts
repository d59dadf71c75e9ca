import type { DataSource, EntityManager } from 'typeorm';
import {
  LEASE_LOST,
  type CollectionLedger,
  type JobFailure,
  type JobRange,
  type Lease,
  type LeaseTaken,
  type PendingSymbol,
  type ShareOfJob,
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
import { claimRange, finishShare, holdAgain, isHeld, othersGotSomething, releaseLease, settle } from './lease-store';
import { inAbortableTransaction } from '../database/on-connection';
import { statement } from '../database/statement';
import { StepStore } from './step-store';
import { takeFreeLease, takeUp } from './take-lease';

const NEVER = sharedAbort().signal;

/** What the workers write, in PostgreSQL. */
export class PostgresLedger implements CollectionLedger {
  private readonly steps: StepStore;

  /** @param holder who stores: the name of this node, of which no other run may have the same */
  constructor(
    private readonly database: DataSource,
    private readonly holder: string,
  ) {
    this.steps = new StepStore(poolOf(database));
  }

  async takeLease(share: ShareOfJob, signal = NEVER): Promise<LeaseTaken> {
    const free = await takeFreeLease(this.database.manager, share, this.holder).catch(storeError);
    if (free?.lease && signal.aborted) await this.release(free.lease);
    if (free) return free;
    const take = (manager: EntityManager) => takeUp(manager, share, this.holder);
    return inAbortableTransaction(this.database, signal, take).catch(storeError);
  }

  release(lease: Lease): Promise<void> {
    return releaseLease(this.database.manager, lease).catch(storeError);
  }

  claim(lease: Lease, job: CollectionJob): Promise<JobRange | null> {
    return claimRange(this.database.manager, lease, job).catch(storeError);
  }

  /** By ranges of positions, which no plan can make slow; what a statistics-driven LIMIT would be now and then. */
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
      // Where this is asked once more because the answer was lost, the lease had been given back.
      await holdAgain(manager, lease, this.holder);
      return job;
    });
  }

  /** The end of the job revokes the lease: who asks once more, because the answer was lost, finds the job ended. */
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
      // Whatever the last symbol met: no other is left that could meet it too.
      if (hasNothingLeft(job)) return completed(manager, job);
      if (silentMs !== null && job.shares > 1 && (await othersGotSomething(manager, lease, silentMs))) return job;
      const failed = await transitionJob(manager, job, 'FAILED', { actor: SYSTEM, reason: `${code}: ${message}` });
      return failed ?? LEASE_LOST;
    });
  }

  private async finish(manager: EntityManager, lease: Lease, job: CollectionJob): Promise<boolean> {
    const isFinished = await finishShare(manager, lease);
    // With several shares, the answer that told of a claim may have been lost.
    if (!isFinished && job.shares === 1) throw new Error('a worker ran out of symbols before its job did');
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
