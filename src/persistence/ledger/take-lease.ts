import type { EntityManager } from 'typeorm';
import type { JobRange, LeaseTaken, ShareOfJob } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { SYSTEM } from '../../domain/job-event';
import { TIMING } from '../../timing';
import { JobLeaseEntity } from '../entities/job-lease-entity';
import { jobOf, selectJob, type JobRow } from '../jobs/job-row';
import { appendEvent, lockJob, transitionJob } from '../jobs/job-store';
import { addStandstill, endDrain } from './lease-store';
import { statement } from '../database/statement';

/**
 * Takes a lease in the common case, in one statement because a resume waits for it.
 * @param wasLookedAfter whether takeUp has done what must precede
 * @returns null when the job is not RUNNING, the share is finished, or takeUp must run first
 */
export async function takeFreeLease(
  manager: EntityManager,
  { jobId, share }: ShareOfJob,
  holder: string,
  wasLookedAfter = false,
): Promise<LeaseTaken | null> {
  const [taken] = await TAKE_LEASE(manager, { jobId, share, holder, wasLookedAfter });
  return taken ?? null;
}

/**
 * Raises the epoch of a share of a RUNNING job, unless recovery is needed: the share is held, or the job has been
 * running for longer than TAKEOVER and no share of it is held. Both rows are locked, so their conditions are checked
 * after the wait for the locks.
 */
const TAKE_LEASE = statement(
  'take_lease',
  { jobId: 'uuid', share: 'integer', holder: 'text', wasLookedAfter: 'boolean' },
  ({ jobId, share, holder, wasLookedAfter }) => `
    WITH held AS (
      SELECT lease.job_id
        FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
       WHERE lease.job_id = ${jobId} AND lease.share = ${share} AND job.state = 'RUNNING' AND NOT lease.finished
         AND (${wasLookedAfter} OR lease.holder IS NULL AND (
                job.running_since > clock_timestamp() - interval '${TIMING.TAKEOVER} ms'
                OR EXISTS (SELECT FROM job_lease WHERE job_id = ${jobId} AND holder IS NOT NULL)))
         FOR NO KEY UPDATE OF lease FOR SHARE OF job
    ), taken AS (
      UPDATE job_lease lease SET epoch = epoch + 1, holder = ${holder}
        FROM held
       WHERE lease.job_id = held.job_id AND lease.share = ${share}
      RETURNING epoch
    )
    SELECT taken.epoch, ${share} AS share, told.*,
           (SELECT coalesce(json_agg(json_build_object('from', range_from, 'to', range_to) ORDER BY range_from), '[]')
              FROM job_claim WHERE job_id = ${jobId} AND share = ${share}) AS claims
      FROM taken, (${selectJob()} WHERE job.id = ${jobId}) told`,
  ({ epoch, share, claims, ...job }: JobRow & { epoch: number; share: number; claims: JobRange[] }) => ({
    job: jobOf(job),
    lease: { jobId: job.id, share, epoch, claims },
  }),
);

/** Handles all other cases: starts a PENDING job, settles a PAUSED one, recovers a share that a run left behind. */
export async function takeUp(manager: EntityManager, share: ShareOfJob, holder: string): Promise<LeaseTaken> {
  const job = await lockJob(manager, share.jobId);
  if (job?.state === 'PAUSED') return { job: await settleAnothers(manager, job, share), lease: null };
  if (job?.state === 'PENDING') await transitionJob(manager, job, 'RUNNING', { actor: SYSTEM });
  if (job?.state === 'RUNNING') await recover(manager, share, holder);
  return (await takeFreeLease(manager, share, holder, true)) ?? { job, lease: null };
}

async function recover(manager: EntityManager, { jobId, share }: ShareOfJob, newHolder: string): Promise<void> {
  const [left] = await LEFT_BEHIND(manager, { jobId, share, newHolder });
  if (!left) return;
  const wasAnothers = left.holder !== null && left.holder !== newHolder;
  if (left.stoodStill) await addStandstill(manager, jobId);
  const reason = wasAnothers ? `share ${share} was held by ${left.holder}` : null;
  if (wasAnothers || left.stoodStill) await appendEvent(manager, jobId, 'RECOVERED', { actor: SYSTEM, reason });
}

/**
 * Reads how a share of a RUNNING job was left: its last holder, and whether no other share is being worked on either,
 * so that the job stood still until now. A node whose last heartbeat is older than 3 s does not work.
 */
const LEFT_BEHIND = statement(
  'left_behind',
  { jobId: 'uuid', share: 'integer', newHolder: 'text' },
  ({ jobId, share, newHolder }) => `
    SELECT lease.holder,
           (lease.holder <> ${newHolder}
             OR greatest(job.running_since, tally.stored_at) < clock_timestamp() - interval '${TIMING.TAKEOVER} ms')
           AND NOT EXISTS (
             SELECT FROM job_lease other JOIN cluster_node node ON node.id = other.holder
              WHERE other.job_id = ${jobId} AND other.share <> ${share}
                AND node.seen_at > clock_timestamp() - interval '${TIMING.NODE_DEAD_AFTER} ms'
           ) AS "stoodStill"
      FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id JOIN job_tally tally USING (job_id)
     WHERE lease.job_id = ${jobId} AND lease.share = ${share}`,
  (row: { holder: string | null; stoodStill: boolean }) => row,
);

/**
 * Does what settle does on behalf of another run that appears to be dead. If it is alive with symbols in flight, the
 * new epoch fences it: it stores nothing more.
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
