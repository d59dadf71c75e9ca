import { IsNull, type EntityManager } from 'typeorm';
import type { JobRange, Lease, ShareOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { lanesOf } from '../../domain/job-shares';
import { JobLeaseEntity } from '../entities/job-lease-entity';
import { appendEvent } from '../jobs/job-store';
import { statement } from '../database/statement';

/** Symbols per claim, at most. */
const MAX_CLAIM = 512;

/** @returns the claimed range; null when the whole list is claimed or the lease is no longer valid */
export async function claimRange(manager: EntityManager, lease: Lease, job: CollectionJob): Promise<JobRange | null> {
  const { jobId, share, epoch } = lease;
  const [range] = await CLAIM(manager, { jobId, share, epoch, lanes: lanesOf(job, share), shares: job.shares });
  return range ?? null;
}

/**
 * Claims the next range of the list for a share. The range shrinks with what is left, so that all shares end at about
 * the same time (guided self-scheduling), but has at least one symbol for each of the share's lanes while any are left.
 */
const CLAIM = statement(
  'claim',
  { jobId: 'uuid', share: 'integer', epoch: 'integer', lanes: 'integer', shares: 'integer' },
  ({ jobId, share, epoch, lanes, shares }) => `
    WITH held AS (
      SELECT FROM job_lease WHERE job_id = ${jobId} AND share = ${share} AND epoch = ${epoch} FOR NO KEY UPDATE
    ), next AS (
      SELECT claimed AS "from",
             least(total, claimed + greatest(${lanes}, least(${MAX_CLAIM}, (total - claimed) / (2 * ${shares})))) AS "to"
        FROM job_tally, held
       WHERE job_id = ${jobId} AND claimed < total
         FOR NO KEY UPDATE OF job_tally
    ), moved AS (
      UPDATE job_tally SET claimed = next."to" FROM next WHERE job_id = ${jobId}
    ), noted AS (
      INSERT INTO job_claim (job_id, share, range_from, range_to) SELECT ${jobId}, ${share}, "from", "to" FROM next
    )
    SELECT "from", "to" FROM next`,
  (row: JobRange) => row,
);

export function isHeld(manager: EntityManager, { jobId, share, epoch }: Lease): Promise<boolean> {
  return manager.existsBy(JobLeaseEntity, { jobId, share, epoch });
}

/**
 * Records that nothing of the share is in flight any more, as reported by the run that holds its lease. The last share
 * to drain ends the job's drain. The job must be locked.
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

/** Appends DRAINED unless another share is still draining. */
export async function endDrain(manager: EntityManager, job: CollectionJob): Promise<CollectionJob> {
  const isDraining = await manager.existsBy(JobLeaseEntity, { jobId: job.id, drained: false });
  return isDraining ? job : appendEvent(manager, job.id, 'DRAINED', { actor: SYSTEM });
}

/**
 * Marks the share finished if the whole list is claimed and all symbols of the share have an outcome.
 * @returns whether it is finished
 */
export async function finishShare(manager: EntityManager, { jobId, share }: ShareOfJob): Promise<boolean> {
  return (await FINISH_SHARE(manager, { jobId, share })).length > 0;
}

const FINISH_SHARE = statement(
  'finish_share',
  { jobId: 'uuid', share: 'integer' },
  ({ jobId, share }) => `
    UPDATE job_lease SET finished = true, holder = NULL
     WHERE job_id = ${jobId} AND share = ${share}
       AND NOT EXISTS (SELECT FROM job_tally WHERE job_id = ${jobId} AND claimed < total)
       AND NOT EXISTS (
         SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
          WHERE job_id = ${jobId} AND claim.share = ${share} AND position >= range_from AND position < range_to
            AND state = 'PENDING')
    RETURNING share`,
  () => true,
);

/** Allowance for the time between the last attempt and this query, in milliseconds. */
const ROUND_TRIP_MS = 1_000;

/** Returns whether another share of the job got an outcome from the source in the last `ms` milliseconds. */
export async function othersGotSomething(
  manager: EntityManager,
  { jobId, share }: Lease,
  ms: number,
): Promise<boolean> {
  return (await OTHERS_OUTCOME(manager, { jobId, share, ms: ms + ROUND_TRIP_MS })).length > 0;
}

const OTHERS_OUTCOME = statement(
  'others_outcome',
  { jobId: 'uuid', share: 'integer', ms: 'double precision' },
  ({ jobId, share, ms }) => `
    SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
     WHERE job_id = ${jobId} AND claim.share <> ${share} AND position >= range_from AND position < range_to
       AND state IN ('SUCCEEDED', 'EMPTY') AND finished_at > clock_timestamp() - ${ms} * interval '1 ms'
     LIMIT 1`,
  () => true,
);

/** Takes back a lease that the same run has given back. No effect if the epoch has moved on. */
export async function holdAgain(manager: EntityManager, { jobId, share, epoch }: Lease, holder: string): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, share, epoch, holder: IsNull() }, { holder });
}

/**
 * Gives a lease back, so that the next run need not recover it. Raising the epoch fences a statement of the run that
 * may still be in flight: a pause regards a share without a holder as drained at once.
 */
export async function releaseLease(manager: EntityManager, { jobId, share, epoch }: Lease): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, share, epoch }, { holder: null, epoch: () => 'epoch + 1' });
}

/**
 * Excludes the time since the last store from the active time of a RUNNING job. Not a transition.
 * @returns whether the job is RUNNING
 */
export async function addStandstill(manager: EntityManager, jobId: string): Promise<boolean> {
  return (await ADD_STANDSTILL(manager, { jobId })).length > 0;
}

const ADD_STANDSTILL = statement(
  'add_standstill',
  { jobId: 'uuid' },
  ({ jobId }) => `
    UPDATE collection_job job
       SET active_ms = active_ms
             + greatest(0, extract(epoch FROM coalesce(stored_at, running_since) - running_since) * 1000)::bigint,
           running_since = clock_timestamp()
      FROM job_tally tally
     WHERE id = ${jobId} AND tally.job_id = id AND state = 'RUNNING'
    RETURNING id`,
  () => true,
);
