import type { EntityManager } from 'typeorm';
import type { JobRange, LeaseTaken, ShardOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { TIMING } from '../../timing';
import { JobLeaseEntity } from '../entities/jobs/job-lease-entity';
import { jobOf, selectJob, type JobRow } from '../jobs/job-row';
import { appendEvent, lockJob, transitionJob } from '../jobs/job-store';
import { addStandstill, endDrain } from './lease-store';
import { IN_FORCE, IS_VALID, SERVER_STARTED_AT } from './lease-sql';
import { statement } from '../database/statement';

/**
 * Takes a lease in the common case, in one statement because a resume waits for it.
 * @param wasLookedAfter whether takeUp has done what must precede
 * @returns null when the job is not RUNNING, the shard is finished, or takeUp must run first
 */
export async function takeFreeLease(
  manager: EntityManager,
  { jobId, shard }: ShardOfJob,
  holder: string,
  wasLookedAfter = false,
): Promise<LeaseTaken | null> {
  const [taken] = await TAKE_LEASE(manager, { jobId, shard, holder, wasLookedAfter });
  return taken ? { ...taken, heldBy: null } : null;
}

/**
 * Gives the lease of a shard of a RUNNING job to a new run, unless recovery is needed: the shard is held, or the job has been
 * running for longer than TAKEOVER and no shard of it is held. Both rows are locked, so their conditions are checked
 * after the wait for the locks.
 */
const TAKE_LEASE = statement(
  'take_lease',
  { jobId: 'uuid', shard: 'integer', holder: 'text', wasLookedAfter: 'boolean' },
  ({ jobId, shard, holder, wasLookedAfter }) => `
    WITH held AS (
      SELECT lease.job_id
        FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
       WHERE lease.job_id = ${jobId} AND lease.shard = ${shard} AND job.state = 'RUNNING' AND NOT lease.finished
         AND (${wasLookedAfter} OR lease.holder IS NULL AND (
                job.running_since > clock_timestamp() - interval '${TIMING.TAKEOVER} ms'
                OR EXISTS (SELECT FROM job_lease WHERE job_id = ${jobId} AND holder IS NOT NULL)))
         FOR NO KEY UPDATE OF lease FOR SHARE OF job
    ), taken AS (
      UPDATE job_lease lease SET run_id = gen_random_uuid(), server_started_at = ${SERVER_STARTED_AT}, holder = ${holder}
        FROM held
       WHERE lease.job_id = held.job_id AND lease.shard = ${shard}
      RETURNING run_id
    )
    SELECT taken.run_id AS "runId", ${shard} AS shard, told.*,
           (SELECT coalesce(json_agg(json_build_object('from', range_from, 'to', range_to) ORDER BY range_from), '[]')
              FROM job_claim WHERE job_id = ${jobId} AND shard = ${shard}) AS claims
      FROM taken, (${selectJob()} WHERE job.id = ${jobId}) told`,
  ({ runId, shard, claims, ...job }: JobRow & { runId: string; shard: number; claims: JobRange[] }) => ({
    job: jobOf(job),
    lease: { jobId: job.id, shard, runId, claims },
  }),
);

/**
 * Handles all other cases: leaves a shard to a holder whose session is valid, starts a PENDING job, settles a PAUSED one,
 * recovers a shard that a run left behind.
 */
export async function takeUp(
  manager: EntityManager,
  shard: ShardOfJob,
  holder: string,
  yields: boolean,
): Promise<LeaseTaken> {
  const job = await lockJob(manager, shard.jobId);
  const [heldBy] = await OTHER_HOLDER(manager, { ...shard, holder, yields });
  if (heldBy !== undefined) return { job, lease: null, heldBy };
  if (job?.state === 'PAUSED') return { job: await settleAnothers(manager, job, shard), lease: null, heldBy: null };
  if (job?.state === 'PENDING') await transitionJob(manager, job, 'RUNNING', { actor: SYSTEM });
  if (job?.state === 'RUNNING') await recover(manager, shard, holder);
  return (await takeFreeLease(manager, shard, holder, true)) ?? { job, lease: null, heldBy: null };
}

/** The lease must be locked: a session that is renewed after this has its node check its leases, see SessionHeartbeat. */
const OTHER_HOLDER = statement(
  'other_holder',
  { jobId: 'uuid', shard: 'integer', holder: 'text', yields: 'boolean' },
  ({ jobId, shard, holder, yields }) => `
    SELECT holder
      FROM job_lease lease
     WHERE job_id = ${jobId} AND shard = ${shard} AND holder <> ${holder} AND ${IN_FORCE}
       AND (${yields} OR EXISTS (SELECT FROM cluster_node node WHERE node.id = holder AND ${IS_VALID}))`,
  (row: { holder: string }) => row.holder,
);

async function recover(manager: EntityManager, { jobId, shard }: ShardOfJob, newHolder: string): Promise<void> {
  const [left] = await LEFT_BEHIND(manager, { jobId, shard, newHolder });
  if (!left) return;
  const wasAnothers = left.holder !== null && left.holder !== newHolder;
  if (left.stoodStill) await addStandstill(manager, jobId);
  const reason = wasAnothers ? `shard ${shard} was held by ${left.holder}` : null;
  if (wasAnothers || left.stoodStill) await appendEvent(manager, jobId, 'RECOVERED', { actor: SYSTEM, reason });
}

/**
 * Reads how a shard of a RUNNING job was left: its last holder, and whether no other shard is being worked on either,
 * so that the job stood still until now.
 */
const LEFT_BEHIND = statement(
  'left_behind',
  { jobId: 'uuid', shard: 'integer', newHolder: 'text' },
  ({ jobId, shard, newHolder }) => `
    SELECT lease.holder,
           (lease.holder <> ${newHolder}
             OR greatest(job.running_since, progress.stored_at) < clock_timestamp() - interval '${TIMING.TAKEOVER} ms')
           AND NOT EXISTS (
             SELECT FROM job_lease other JOIN cluster_node node ON node.id = other.holder
              WHERE other.job_id = ${jobId} AND other.shard <> ${shard}
                AND ${IS_VALID}
           ) AS "stoodStill"
      FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id JOIN job_progress progress USING (job_id)
     WHERE lease.job_id = ${jobId} AND lease.shard = ${shard}`,
  (row: { holder: string | null; stoodStill: boolean }) => row,
);

/**
 * Does what settle does on behalf of another run that appears to be dead. If it is alive with symbols in flight, it is
 * fenced: its lease is revoked, so it stores nothing more.
 */
async function settleAnothers(
  manager: EntityManager,
  job: CollectionJob,
  { jobId, shard }: ShardOfJob,
): Promise<CollectionJob> {
  const draining = { jobId, shard, drained: false };
  await manager.update(JobLeaseEntity, draining, { drained: true, holder: null, runId: null });
  return job.drained ? job : endDrain(manager, job);
}
