import type { DataSource, EntityManager } from 'typeorm';
import {
  LEASE_LOST,
  type CollectionLedger,
  type Ended,
  type JobFailure,
  type JobRange,
  type Lease,
  type LeaseTaken,
  type PendingSymbol,
  type ShardOfJob,
  type StepsStored,
  type Stored,
  type SymbolStep,
} from '../../application/ports/collection-ledger';
import { sharedAbort } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { hasNothingLeft } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { windowAt } from '../../domain/series/coverage';
import type { TimeRanges } from '../../domain/series/time-range';
import { poolOf } from '../database/data-source';
import { storeError, storeRefusal } from '../database/database-errors';
import { lockJob, transitionJob } from '../jobs/job-store';
import { claimRange, finishShard, holdAgain, isHeld, othersGotSomething, releaseLease, settle } from './lease-store';
import { inAbortableTransaction } from '../database/on-connection';
import { answeredOf, pendingSymbols } from './pending-symbols';
import { settleAnswered } from './settle-answered';
import { compareSteps } from './steps/compare-steps';
import { StepStore } from './steps/step-store';
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

  async pendingSymbols(job: CollectionJob, range: JobRange): Promise<readonly PendingSymbol[]> {
    const answeredAt = performance.now();
    const symbols = await pendingSymbols(this.database.manager, job, range).catch(storeError);
    return symbols.map((symbol) => ({ ...symbol, answeredAt }));
  }

  answered(job: CollectionJob, seriesIds: readonly number[]): Promise<readonly TimeRanges[]> {
    return answeredOf(this.database.manager, job, seriesIds).catch(storeError);
  }

  async settleAnswered(
    lease: Lease,
    job: CollectionJob,
    { from: first, to: end }: JobRange,
  ): Promise<CollectionJob | null> {
    const { jobId, shard, runId } = lease;
    const window = windowAt(job.from.getTime(), job.to.getTime(), job.interval, Date.now());
    const settling = settleAnswered(this.database.manager, { jobId, shard, runId, first, end, ...window });
    return (await settling.catch(storeRefusal))[0] ?? null;
  }

  async store(
    lease: Lease,
    job: CollectionJob,
    steps: readonly SymbolStep[],
  ): Promise<StepsStored | typeof LEASE_LOST> {
    const stored =
      job.mode === 'VERIFY' ? compareSteps(this.database, lease, job, steps) : this.steps.store(lease, job, steps);
    return (await stored.catch(storeRefusal)) ?? LEASE_LOST;
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
  complete(lease: Lease): Promise<Ended & { isFinished: boolean }> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (job?.state === 'COMPLETED') return { ...asIs(job), isFinished: true };
      if (!job || !(await isHeld(manager, lease))) return { ...asIs(LEASE_LOST), isFinished: true };
      if (job.state !== 'RUNNING') return { ...asIs(job), isFinished: false };
      if (!hasNothingLeft(job)) return { ...asIs(job), isFinished: await this.finish(manager, lease, job) };
      return { ...endedAs(await completed(manager, job)), isFinished: true };
    });
  }

  fail(lease: Lease, { code, message, silentMs }: JobFailure): Promise<Ended> {
    return this.inTransaction(async (manager) => {
      const job = await lockJob(manager, lease.jobId);
      if (job?.state === 'FAILED' || job?.state === 'COMPLETED') return asIs(job);
      if (!job || !(await isHeld(manager, lease))) return asIs(LEASE_LOST);
      if (job.state !== 'RUNNING') return asIs(job);
      // The failure no longer matters: no symbol is left that it could affect.
      if (hasNothingLeft(job)) return endedAs(await completed(manager, job));
      if (silentMs !== null && job.shards > 1 && (await othersGotSomething(manager, lease, silentMs))) return asIs(job);
      const failed = await transitionJob(manager, job, 'FAILED', { actor: SYSTEM, reason: `${code}: ${message}` });
      return endedAs(failed ?? LEASE_LOST);
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

function asIs(job: Stored): Ended {
  return { job, hasEnded: false };
}

function endedAs(job: Stored): Ended {
  return { job, hasEnded: job !== LEASE_LOST };
}

async function completed(manager: EntityManager, job: CollectionJob): Promise<Stored> {
  return (await transitionJob(manager, job, 'COMPLETED', { actor: SYSTEM })) ?? LEASE_LOST;
}
