import { IsNull, type EntityManager } from 'typeorm';
import type { JobRange, Lease, ShardOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { lanesOf } from '../../domain/job-shards';
import { JobLeaseEntity } from '../entities/jobs/job-lease-entity';
import { appendEvent } from '../jobs/job-store';
import { statement } from '../database/statement';
import { leaseOfRun } from './lease-sql';

/** Symbols per claim, at most. */
const MAX_CLAIM = 512;

/** @returns the claimed range; null when the whole list is claimed or the lease is no longer valid */
export async function claimRange(manager: EntityManager, lease: Lease, job: CollectionJob): Promise<JobRange | null> {
  const { jobId, shard, runId } = lease;
  const [range] = await CLAIM(manager, { jobId, shard, runId, lanes: lanesOf(job, shard), shards: job.shards });
  return range ?? null;
}

/**
 * Claims the next range of the list for a shard. The range shrinks with what is left, so that all shards end at about
 * the same time (guided self-scheduling), but has at least one symbol for each of the shard's lanes while any are left.
 */
const CLAIM = statement(
  'claim',
  { jobId: 'uuid', shard: 'integer', runId: 'uuid', lanes: 'integer', shards: 'integer' },
  ({ jobId, shard, runId, lanes, shards }) => `
    WITH held AS (
      SELECT FROM job_lease lease WHERE ${leaseOfRun(jobId, shard, runId)} FOR NO KEY UPDATE
    ), next AS (
      SELECT claimed AS "from",
             least(total, claimed + greatest(${lanes}, least(${MAX_CLAIM}, (total - claimed) / (2 * ${shards})))) AS "to"
        FROM job_progress, held
       WHERE job_id = ${jobId} AND claimed < total
         FOR NO KEY UPDATE OF job_progress
    ), moved AS (
      UPDATE job_progress SET claimed = next."to" FROM next WHERE job_id = ${jobId}
    ), noted AS (
      INSERT INTO job_claim (job_id, shard, range_from, range_to) SELECT ${jobId}, ${shard}, "from", "to" FROM next
    )
    SELECT "from", "to" FROM next`,
  (row: JobRange) => row,
);

export async function isHeld(manager: EntityManager, { jobId, shard, runId }: Lease): Promise<boolean> {
  return (await IS_HELD(manager, { jobId, shard, runId })).length > 0;
}

const IS_HELD = statement(
  'is_held',
  { jobId: 'uuid', shard: 'integer', runId: 'uuid' },
  ({ jobId, shard, runId }) => `SELECT FROM job_lease lease WHERE ${leaseOfRun(jobId, shard, runId)}`,
  () => true,
);

/**
 * Records that nothing of the shard is in flight any more, as reported by the run that holds its lease. The last shard
 * to drain ends the job's drain. The job must be locked.
 */
export async function settle(
  manager: EntityManager,
  job: CollectionJob,
  { jobId, shard }: ShardOfJob,
): Promise<CollectionJob> {
  if (job.drained) return job;
  await manager.update(JobLeaseEntity, { jobId, shard }, { drained: true, holder: null });
  return endDrain(manager, job);
}

/** Appends DRAINED unless another shard is still draining. */
export async function endDrain(manager: EntityManager, job: CollectionJob): Promise<CollectionJob> {
  const isDraining = await manager.existsBy(JobLeaseEntity, { jobId: job.id, drained: false });
  return isDraining ? job : appendEvent(manager, job.id, 'DRAINED', { actor: SYSTEM });
}

/**
 * Marks the shard finished if the whole list is claimed and all symbols of the shard have an outcome.
 * @returns whether it is finished
 */
export async function finishShard(manager: EntityManager, { jobId, shard }: ShardOfJob): Promise<boolean> {
  return (await FINISH_SHARD(manager, { jobId, shard })).length > 0;
}

const FINISH_SHARD = statement(
  'finish_shard',
  { jobId: 'uuid', shard: 'integer' },
  ({ jobId, shard }) => `
    UPDATE job_lease SET finished = true, holder = NULL
     WHERE job_id = ${jobId} AND shard = ${shard}
       AND NOT EXISTS (SELECT FROM job_progress WHERE job_id = ${jobId} AND claimed < total)
       AND NOT EXISTS (
         SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
          WHERE job_id = ${jobId} AND claim.shard = ${shard} AND position >= range_from AND position < range_to
            AND state = 'PENDING')
    RETURNING shard`,
  () => true,
);

/** Allowance for the time between the last attempt and this query, in milliseconds. */
const ROUND_TRIP_MS = 1_000;

/** Returns whether another shard of the job got an outcome from the source in the last `ms` milliseconds. */
export async function othersGotSomething(
  manager: EntityManager,
  { jobId, shard }: Lease,
  ms: number,
): Promise<boolean> {
  return (await OTHERS_OUTCOME(manager, { jobId, shard, ms: ms + ROUND_TRIP_MS })).length > 0;
}

const OTHERS_OUTCOME = statement(
  'others_outcome',
  { jobId: 'uuid', shard: 'integer', ms: 'double precision' },
  ({ jobId, shard, ms }) => `
    SELECT FROM job_claim claim JOIN job_symbol symbol USING (job_id)
     WHERE job_id = ${jobId} AND claim.shard <> ${shard} AND position >= range_from AND position < range_to
       AND state IN ('SUCCEEDED', 'EMPTY') AND finished_at > clock_timestamp() - ${ms} * interval '1 ms'
     LIMIT 1`,
  () => true,
);

/** Takes back a lease that the same run has given back at the end of a drain. No effect if it is another run's. */
export async function holdAgain(manager: EntityManager, { jobId, shard, runId }: Lease, holder: string): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, shard, runId, holder: IsNull() }, { holder });
}

/**
 * Gives a lease back, so that the next run need not recover it. Revoking it fences a statement of the run that may still
 * be in flight: a pause regards a shard without a holder as drained at once.
 */
export async function releaseLease(manager: EntityManager, { jobId, shard, runId }: Lease): Promise<void> {
  await manager.update(JobLeaseEntity, { jobId, shard, runId }, { holder: null, runId: null });
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
      FROM job_progress progress
     WHERE id = ${jobId} AND progress.job_id = id AND state = 'RUNNING'
    RETURNING id`,
  () => true,
);
