import { IsNull, type EntityManager } from 'typeorm';
import type { JobRange, Lease, LeaseTaken, ShareOfJob } from '../application/ports/collection-ledger';
import { lanesOf } from '../domain/job-shares';
import type { CollectionJob } from '../domain/collection-job';
import { SYSTEM } from '../domain/job-event';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { CLAIM, LEFT_BEHIND, STOOD_STILL, TAKE_LEASE } from './job-sql';
import { appendEvent, jobOf, lockJob, transitionJob, type JobRow } from './job-store';
import { runPrepared } from './prepared';

/** The most symbols of one claim. */
const MAX_CLAIM = 512;

/**
 * The usual way, in one statement because a resume waits for it.
 * @returns null when the job is not RUNNING, the share is finished, or there is more to do first, see takeUp
 */
export async function takeFreeLease(
  manager: EntityManager,
  share: ShareOfJob,
  holder: string,
  wasLookedAfter = false,
): Promise<LeaseTaken | null> {
  const values = [share.jobId, share.share, holder, wasLookedAfter];
  const [row] = await runPrepared<JobRow & { epoch: number; claims: JobRange[] }>(manager, TAKE_LEASE, values);
  if (!row) return null;
  const { epoch, claims, ...job } = row;
  return { job: jobOf(job), lease: { ...share, epoch, claims } };
}

/** Every other way: starts a PENDING job, settles a PAUSED one, recovers what somebody left behind. */
export async function takeUp(manager: EntityManager, share: ShareOfJob, holder: string): Promise<LeaseTaken> {
  const job = await lockJob(manager, share.jobId);
  if (job?.state === 'PAUSED') return { job: await settleAnothers(manager, job, share), lease: null };
  if (job?.state === 'PENDING') await transitionJob(manager, job, 'RUNNING', { actor: SYSTEM });
  if (job?.state === 'RUNNING') await recover(manager, share, holder);
  return (await takeFreeLease(manager, share, holder, true)) ?? { job, lease: null };
}

async function recover(manager: EntityManager, { jobId, share }: ShareOfJob, newHolder: string): Promise<void> {
  const [left] = await runPrepared<LeftBehind>(manager, LEFT_BEHIND, [jobId, share, newHolder]);
  if (!left) return;
  const wasAnothers = left.holder !== null && left.holder !== newHolder;
  if (left.stoodStill) await manager.query(STOOD_STILL, [jobId]);
  const reason = wasAnothers ? `share ${share} was held by ${left.holder}` : null;
  if (wasAnothers || left.stoodStill) await appendEvent(manager, jobId, 'RECOVERED', { actor: SYSTEM, reason });
}

interface LeftBehind {
  readonly holder: string | null;
  readonly stoodStill: boolean;
}

/** @returns the claimed range; null when the whole list is claimed, or the lease is not valid any more */
export async function claimRange(manager: EntityManager, lease: Lease, job: CollectionJob): Promise<JobRange | null> {
  const { jobId, share, epoch } = lease;
  const values = [jobId, share, epoch, lanesOf(job, share), job.shares, MAX_CLAIM];
  const [range] = await runPrepared<JobRange>(manager, CLAIM, values);
  return range ?? null;
}

export function isHeld(manager: EntityManager, { jobId, share, epoch }: Lease): Promise<boolean> {
  return manager.existsBy(JobLeaseEntity, { jobId, share, epoch });
}

/**
 * Nothing of the share is in flight any more, as the run says that holds its lease; the last of a job's shares to say so
 * ends its drain. The job must be locked.
 */
export async function settle(
  manager: EntityManager,
  job: CollectionJob,
  { jobId, share }: ShareOfJob,
): Promise<CollectionJob> {
  if (job.drained) return job;
  await manager.update(JobLeaseEntity, { jobId, share }, { drained: true, holder: null });
  return endDrain(manager, job);
}

/**
 * The same by somebody else, for a run that is gone, as far as can be seen. It may be there after all, with symbols in
 * flight: the new epoch sees to it that it stores nothing of them any more.
 */
async function settleAnothers(
  manager: EntityManager,
  job: CollectionJob,
  { jobId, share }: ShareOfJob,
): Promise<CollectionJob> {
  const draining = { jobId, share, drained: false };
  await manager.update(JobLeaseEntity, draining, { drained: true, holder: null, epoch: () => 'epoch + 1' });
  return job.drained ? job : endDrain(manager, job);
}

async function endDrain(manager: EntityManager, job: CollectionJob): Promise<CollectionJob> {
  const jobId = job.id;
  const isDraining = await manager.existsBy(JobLeaseEntity, { jobId, drained: false });
  return isDraining ? job : { ...(await appendEvent(manager, jobId, 'DRAINED', { actor: SYSTEM })), drained: true };
}

/** @returns whether all symbols of the share have their outcome: then it is finished for good */
export async function finishShare(manager: EntityManager, { jobId, share }: ShareOfJob): Promise<boolean> {
  const [, finished] = await manager.query<[unknown, number]>(
    `UPDATE job_lease SET finished = true, holder = NULL
      WHERE job_id = $1 AND share = $2
        AND NOT EXISTS (SELECT FROM job_tally WHERE job_id = $1 AND claimed < total)
        AND NOT EXISTS (
          SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
           WHERE job_id = $1 AND claim.share = $2 AND position >= range_from AND position < range_to
             AND state = 'PENDING')`,
    [jobId, share],
  );
  return finished === 1;
}

/** Between the last try and this question. */
const ROUND_TRIP_MS = 1_000;

/** Whether another share of the job got an outcome from the source in the last `ms` milliseconds. */
export async function othersGotSomething(
  manager: EntityManager,
  { jobId, share }: Lease,
  ms: number,
): Promise<boolean> {
  const found = await manager.query<unknown[]>(
    `SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
      WHERE job_id = $1 AND claim.share <> $2 AND position >= range_from AND position < range_to
        AND state IN ('SUCCEEDED', 'EMPTY') AND finished_at > clock_timestamp() - ($3::double precision + ${ROUND_TRIP_MS}) * interval '1 ms'
      LIMIT 1`,
    [jobId, share, ms],
  );
  return found.length > 0;
}

/** The run that gave its lease back goes on after all. */
export async function holdAgain(manager: EntityManager, { jobId, share, epoch }: Lease, holder: string): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, share, epoch, holder: IsNull() }, { holder });
}

/**
 * Gives a lease back, so that the next run need not ask what became of this one. The new epoch is for a statement of the
 * run that hangs somewhere: a pause finds a share without a holder drained at once.
 */
export async function releaseLease(manager: EntityManager, { jobId, share, epoch }: Lease): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, share, epoch }, { holder: null, epoch: () => 'epoch + 1' });
}
