import type { EntityManager } from 'typeorm';
import type { CollectionJob } from '../domain/collection-job';
import type { Cause, JobEventType } from '../domain/job-event';
import { isTerminal, transitionBetween, type JobState } from '../domain/job-state';
import { CollectionJobEntity } from './entities/collection-job-entity';
import { JobView } from './entities/job-view';

/** The job as the transaction sees it, or null. */
export async function findJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  const [row] = await manager.query<JobRow[]>(`SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1`, [jobId]);
  return row ? jobOf(row) : null;
}

/**
 * Locks the leases of a job, which is what everybody does first who changes the job or stores for it: nobody else
 * commands it, stores for it or takes it over until the transaction ends. Waits for what is at the disk.
 * @returns the job, read after the wait; null when there is none
 */
export async function lockJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  await manager.query('SELECT FROM job_lease WHERE job_id = $1 ORDER BY share FOR NO KEY UPDATE', [jobId]);
  return findJob(manager, jobId);
}

/**
 * The same in one statement, for who goes on with a compare-and-set: where the lock had to be waited for, this is the job
 * as of before the wait, and the compare-and-set will find out.
 */
export async function lockAndReadJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  const [row] = await manager.query<JobRow[]>(
    `SELECT ${JOB_COLUMNS}
       FROM (SELECT job_id FROM job_lease WHERE job_id = $1 ORDER BY share FOR NO KEY UPDATE) AS held
       JOIN job_view ON id = job_id`,
    [jobId],
  );
  return row ? jobOf(row) : null;
}

/**
 * The compare-and-set that every transition is: sets `to` where the job still has the version and state of `job`, and
 * appends the event. A terminal state revokes all leases: nothing of the job is stored any more. The caller must hold
 * the job's lock.
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
  const { affected } = await manager
    .createQueryBuilder()
    .update(CollectionJobEntity)
    .set({ state: to, reason: cause.reason ?? null, ...timesOnEntering(to), ...activeTimeOnLeaving(job.state) })
    .where({ id: job.id, version: job.version, state: job.state })
    .execute();
  if (affected !== 1) return null;
  return appendEvent(manager, job.id, arrow.event, cause, { from: job.state, to });
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

/**
 * Appends one event with the progress as of now, and lets the leases follow: a pause begins a drain, the end of the job
 * revokes them. The caller must hold the job's lock: that keeps `seq` gapless.
 * @returns the job as it is now
 */
export async function appendEvent(
  manager: EntityManager,
  jobId: string,
  type: JobEventType,
  cause: Cause,
  states: { from: JobState | null; to: JobState | null } = { from: null, to: null },
): Promise<CollectionJob> {
  const drained = { PAUSED: false, DRAINED: true }[type as string] ?? null;
  const revokes = states.to !== null && isTerminal(states.to);
  const [row] = await manager.query<[JobRow]>(
    `WITH lease AS (
       UPDATE job_lease
          SET last_event = CASE share WHEN 0 THEN last_event + 1 ELSE last_event END,
              drained = coalesce($7, drained), epoch = CASE WHEN $8 THEN epoch + 1 ELSE epoch END
        WHERE job_id = $1
    RETURNING share, last_event
     ), told AS (
       INSERT INTO job_event (job_id, seq, type, at, from_state, to_state, actor, reason,
                              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
       SELECT id, last_event, $2, clock_timestamp(), $3, $4, $5, $6,
              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second
         FROM job_view, lease
        WHERE id = $1 AND share = 0
     )
     SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1`,
    [jobId, type, states.from, states.to, cause.actor, cause.reason ?? null, drained, revokes],
  );
  // The statement does not see its own change.
  return { ...jobOf(row), drained: drained ?? row.drained };
}

type JobRow = Omit<JobView, 'toJob'>;

/** Columns of job_view under the names of JobView. */
const JOB_COLUMNS = `id, name, state, version, source, interval, window_from AS "from", window_to AS "to", concurrency,
  total, reason, created_at AS "createdAt", started_at AS "startedAt", paused_at AS "pausedAt",
  completed_at AS "completedAt", active_ms::double precision AS "activeMs", succeeded, empty, failed,
  "rows"::double precision, drained, symbols_per_second AS "symbolsPerSecond"`;

function jobOf(row: JobRow): CollectionJob {
  return Object.assign(new JobView(), row).toJob();
}
