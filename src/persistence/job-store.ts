import type { EntityManager } from 'typeorm';
import type { CollectionJob } from '../domain/collection-job';
import type { Cause, JobEventType } from '../domain/job-event';
import { isTerminal, transitionBetween, type JobState } from '../domain/job-state';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { JobLeaseEntity } from './entities/job-lease-entity';
import { JobView } from './entities/job-view';

/** The job as the transaction sees it, or null. */
export async function findJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  const found = await manager.findOneBy(JobView, { id: jobId });
  return found?.toJob() ?? null;
}

/**
 * Locks the leases of a job, which is what everybody does first who changes the job or stores for it: nobody else
 * commands it, stores for it or takes it over until the transaction ends. Waits for what is at the disk.
 */
async function lockLeases(manager: EntityManager, jobId: string): Promise<void> {
  await manager.query('SELECT FROM job_lease WHERE job_id = $1 ORDER BY share FOR NO KEY UPDATE', [jobId]);
}

/** @returns the job, read once its leases are locked; null when there is none */
export async function lockJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  await lockLeases(manager, jobId);
  return findJob(manager, jobId);
}

/**
 * The compare-and-set that every transition is: sets `to` where the job still has the version and state of `job`, and
 * appends the event. A terminal state revokes all leases: nothing of the job is stored any more.
 * @returns the job as it is now; null when somebody was faster
 * @throws Error when the lifecycle has no such arrow: whoever calls must have asked it before
 */
export async function transitionJob(
  manager: EntityManager,
  job: CollectionJob,
  to: JobState,
  cause: Cause,
): Promise<CollectionJob | null> {
  const arrow = transitionBetween(job.state, to);
  if (!arrow) throw new Error(`no transition from ${job.state} to ${to}`);
  await lockLeases(manager, job.id);
  const { affected } = await manager
    .createQueryBuilder()
    .update(CollectionJobEntity)
    .set({ state: to, reason: cause.reason ?? null, ...timesOnEntering(to), ...activeTimeOnLeaving(job.state) })
    .where({ id: job.id, version: job.version, state: job.state })
    .execute();
  if (affected !== 1) return null;
  if (to === 'PAUSED') await manager.update(JobLeaseEntity, { jobId: job.id }, { drained: false });
  if (isTerminal(to)) await manager.increment(JobLeaseEntity, { jobId: job.id }, 'epoch', 1);
  await appendEvent(manager, job.id, arrow.event, cause, { from: job.state, to });
  return findJob(manager, job.id);
}

const now = () => 'clock_timestamp()';
const never = () => 'NULL';

function timesOnEntering(to: JobState) {
  if (to === 'RUNNING') {
    return { startedAt: () => 'coalesce(started_at, clock_timestamp())', runningSince: now, pausedAt: never };
  }
  if (to === 'PAUSED') return { pausedAt: now, runningSince: never };
  return isTerminal(to) ? { completedAt: now, pausedAt: never, runningSince: never } : {};
}

function activeTimeOnLeaving(from: JobState) {
  if (from !== 'RUNNING') return {};
  return {
    activeMs: () => 'active_ms + greatest(0, extract(epoch FROM clock_timestamp() - running_since) * 1000)::bigint',
  };
}

/** Appends one event with the progress as of now. The caller must hold the job's leases: that keeps `seq` gapless. */
export async function appendEvent(
  manager: EntityManager,
  jobId: string,
  type: JobEventType,
  cause: Cause,
  states: { from: JobState | null; to: JobState | null } = { from: null, to: null },
): Promise<void> {
  await manager.query(
    `WITH numbered AS (
       UPDATE job_lease SET last_event = last_event + 1 WHERE job_id = $1 AND share = 0 RETURNING last_event AS seq
     )
     INSERT INTO job_event (job_id, seq, type, at, from_state, to_state, actor, reason,
                            total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
     SELECT id, seq, $2, clock_timestamp(), $3, $4, $5, $6,
            total, succeeded, empty, failed, "rows", active_ms, symbols_per_second
       FROM job_view, numbered
      WHERE id = $1`,
    [jobId, type, states.from, states.to, cause.actor, cause.reason ?? null],
  );
}
