import type { DataSource, EntityManager } from 'typeorm';
import type {
  CollectionLedger,
  JobFailure,
  Lease,
  PendingSymbol,
  Stored,
  SymbolStep,
} from '../application/ports/collection-ledger';
import type { CollectionJob } from '../domain/collection-job';
import { hasNothingLeft } from '../domain/collection-job';
import { SYSTEM } from '../domain/job-event';
import type { JobState } from '../domain/job-state';
import { poolOf } from './data-source';
import { storeError, storeRefusal } from './database-errors';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { appendEvent, lockJob, takeLeaseOfRunning, transitionJob } from './job-store';
import { runPrepared, type Prepared } from './prepared';
import { StepStore } from './step-store';

/** What the workers write, in PostgreSQL. */
export class PostgresLedger implements CollectionLedger {
  private readonly steps: StepStore;

  constructor(private readonly database: DataSource) {
    this.steps = new StepStore(poolOf(database));
  }

  async takeLease(jobId: string): Promise<{ job: CollectionJob | null; lease: Lease | null }> {
    const taken = await takeLeaseOfRunning(this.database.manager, jobId).catch(storeError);
    return taken ?? this.inTransaction((manager) => takeUp(manager, jobId));
  }

  /** By ranges of positions, which no plan can make slow; what a statistics-driven LIMIT would be now and then. */
  async pendingSymbols(jobId: string, from: number, to: number): Promise<readonly PendingSymbol[]> {
    return runPrepared<PendingSymbol>(this.database.manager, PENDING_SYMBOLS, [jobId, from, to]).catch(storeError);
  }

  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<Stored> {
    const stored = await this.steps.store(lease, job, steps).catch(storeRefusal);
    return stored && { ...job, ...stored };
  }

  recordDrained(lease: Lease): Promise<Stored> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (!job || !(await isHeld(manager, lease))) return null;
      return job.state === 'PAUSED' ? settle(manager, job) : job;
    });
  }

  complete(lease: Lease): Promise<Stored> {
    return this.end(lease, 'COMPLETED', (manager, job) => {
      if (!hasNothingLeft(job)) throw new Error('a worker ran out of symbols before its job did');
      return transitionJob(manager, job, 'COMPLETED', { actor: SYSTEM });
    });
  }

  fail(lease: Lease, { code, message }: JobFailure): Promise<Stored> {
    return this.end(lease, 'FAILED', (manager, job) =>
      transitionJob(manager, job, 'FAILED', { actor: SYSTEM, reason: `${code}: ${message}` }),
    );
  }

  /** The end revokes the lease: who asks once more, because the answer was lost, finds the job ended. */
  private end(
    lease: Lease,
    state: JobState,
    move: (manager: EntityManager, job: CollectionJob) => Promise<Stored>,
  ): Promise<Stored> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (job?.state === state) return job;
      if (!job || !(await isHeld(manager, lease))) return null;
      return job.state === 'RUNNING' ? move(manager, job) : job;
    });
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(work).catch(storeError);
  }
}

const PENDING_SYMBOLS: Prepared = {
  name: 'pending_symbols',
  text: `SELECT position, symbol, steps, page_cursor AS "pageCursor", attempts, "rows"::double precision,
                started_at AS "startedAt"
           FROM job_symbol
          WHERE job_id = $1 AND position >= $2 AND position < $3 AND state = 'PENDING'
          ORDER BY position`,
};

/** A job that is not RUNNING: starts it, if it is to be started. */
async function takeUp(
  manager: EntityManager,
  jobId: string,
): Promise<{ job: CollectionJob | null; lease: Lease | null }> {
  const job = await lockJob(manager, jobId);
  if (job?.state === 'PAUSED') return { job: await settle(manager, job), lease: null };
  if (job?.state === 'PENDING') await transitionJob(manager, job, 'RUNNING', { actor: SYSTEM });
  return (await takeLeaseOfRunning(manager, jobId)) ?? { job, lease: null };
}

async function isHeld(manager: EntityManager, { jobId, share, epoch }: Lease): Promise<boolean> {
  return manager.existsBy(JobLeaseEntity, { jobId, share, epoch });
}

/** Records the end of a drain once. The job must be locked. */
async function settle(manager: EntityManager, job: CollectionJob): Promise<CollectionJob> {
  return job.drained ? job : appendEvent(manager, job.id, 'DRAINED', { actor: SYSTEM });
}
