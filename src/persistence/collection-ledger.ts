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
import { storeError } from './database-errors';
import { JobSymbolEntity } from './entities/job-symbol-entity';
import { appendEvent, findJob, transitionJob } from './job-store';
import { StepStore } from './step-store';

/** What the workers write, in PostgreSQL. */
export class PostgresLedger implements CollectionLedger {
  private readonly steps: StepStore;

  constructor(private readonly database: DataSource) {
    this.steps = new StepStore(poolOf(database));
  }

  takeLease(jobId: string): Promise<{ job: CollectionJob | null; lease: Lease | null }> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, jobId);
      if (job?.state === 'PAUSED') return { job: await settle(manager, job), lease: null };
      if (job?.state !== 'PENDING' && job?.state !== 'RUNNING') return { job, lease: null };
      const [[lease]] = await manager.query<[{ epoch: number }[], number]>(
        'UPDATE job_lease SET epoch = epoch + 1 WHERE job_id = $1 AND share = 0 RETURNING epoch',
        [jobId],
      );
      const running = job.state === 'RUNNING' ? job : await transitionJob(manager, job, 'RUNNING', { actor: SYSTEM });
      return { job: running, lease: { jobId, share: 0, epoch: lease!.epoch } };
    });
  }

  async pendingSymbols(jobId: string, afterPosition: number, limit: number): Promise<readonly PendingSymbol[]> {
    return this.database.manager
      .createQueryBuilder(JobSymbolEntity, 'symbol')
      .where(`symbol.jobId = :jobId AND symbol.state = 'PENDING' AND symbol.position > :afterPosition`)
      .setParameters({ jobId, afterPosition })
      .orderBy('symbol.position')
      .limit(limit)
      .getMany()
      .catch(storeError);
  }

  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<Stored> {
    const stored = await this.steps.store(lease, steps).catch(storeError);
    return stored && { ...job, ...stored, progress: { ...stored.progress, total: job.progress.total } };
  }

  recordDrained(lease: Lease): Promise<Stored> {
    return this.underLease(lease, ['RUNNING', 'PAUSED'], async (manager, job) =>
      job.state === 'PAUSED' ? settle(manager, job) : job,
    );
  }

  complete(lease: Lease): Promise<Stored> {
    return this.underLease(lease, ['RUNNING', 'PAUSED', 'COMPLETED'], async (manager, job) => {
      if (job.state !== 'RUNNING') return job;
      if (!hasNothingLeft(job)) throw new Error('a worker ran out of symbols before its job did');
      return transitionJob(manager, job, 'COMPLETED', { actor: SYSTEM });
    });
  }

  fail(lease: Lease, { code, message }: JobFailure): Promise<Stored> {
    return this.underLease(lease, ['RUNNING', 'PAUSED', 'FAILED'], async (manager, job) => {
      if (job.state !== 'RUNNING') return job;
      return transitionJob(manager, job, 'FAILED', { actor: SYSTEM, reason: `${code}: ${message}` });
    });
  }

  /** Locks the job, then the lease; null when the epoch has moved on or the state forbids it. */
  private underLease(
    lease: Lease,
    states: readonly JobState[],
    work: (manager: EntityManager, job: CollectionJob) => Promise<Stored>,
  ): Promise<Stored> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (!job || !states.includes(job.state)) return null;
      const held = await manager.query<unknown[]>(
        'SELECT 1 FROM job_lease WHERE job_id = $1 AND share = $2 AND epoch = $3 FOR UPDATE',
        [lease.jobId, lease.share, lease.epoch],
      );
      return held.length === 1 ? work(manager, job) : null;
    });
  }

  private inTransaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.database.transaction(work).catch(storeError);
  }
}

/** Nobody else may command or store meanwhile. */
async function lockJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  await manager.query('SELECT 1 FROM collection_job WHERE id = $1 FOR NO KEY UPDATE', [jobId]);
  // Read by a statement of its own: its snapshot is younger than the wait for the lock.
  return findJob(manager, jobId);
}

/** Records the end of a drain once. The job row must be locked. */
async function settle(manager: EntityManager, job: CollectionJob): Promise<CollectionJob> {
  if (job.drained) return job;
  await manager.query('UPDATE job_lease SET drained = true WHERE job_id = $1', [job.id]);
  await appendEvent(manager, job.id, 'DRAINED', { actor: SYSTEM });
  return { ...job, drained: true };
}
