import type { EntityManager } from 'typeorm';
import type { CollectionJob } from '../domain/collection-job';
import { SYSTEM, type Cause, type JobEventType } from '../domain/job-event';
import { isTerminal, transitionBetween, type JobState, type Transition } from '../domain/job-state';
import { JobView } from './entities/job-view';
import { APPEND_EVENT, FIND, LOCK_AND_READ, TRANSITION } from './job-sql';
import { runPrepared } from './prepared';

/** The job as the transaction sees it, or null. */
export async function findJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  const [row] = await runPrepared<JobRow>(manager, FIND, [jobId]);
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
  const [row] = await runPrepared<JobRow>(manager, LOCK_AND_READ, [jobId]);
  return row ? jobOf(row) : null;
}

/**
 * The compare-and-set that every transition is: sets `to` where the job still has the version and state of `job`, and
 * appends the event. A terminal state revokes all leases: nothing of the job is stored any more. A pause that finds
 * nobody at work has drained at once. The caller must hold the job's lock.
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
  const { actor, reason = null } = cause;
  const values = [job.id, job.version, job.state, to, reason, isTerminal(to), arrow.event, actor];
  const [row] = await runPrepared<JobRow>(manager, TRANSITION, values);
  if (!row) return null;
  return to === 'PAUSED' && row.drained ? appendEvent(manager, job.id, 'DRAINED', { actor: SYSTEM }) : jobOf(row);
}

/**
 * Appends an event that is no transition, with the progress as of now. The caller must hold the job's lock: that keeps
 * `seq` gapless.
 * @returns the job as it is now
 */
export async function appendEvent(
  manager: EntityManager,
  jobId: string,
  type: Exclude<JobEventType, Transition['event']>,
  { actor, reason = null }: Cause,
): Promise<CollectionJob> {
  const values = [jobId, type, type === 'CREATED' ? 'PENDING' : null, actor, reason];
  const [row] = await runPrepared<JobRow>(manager, APPEND_EVENT, values);
  return jobOf(row!);
}

/** A row of job_view under the names of JobView. */
export type JobRow = Omit<JobView, 'toJob'>;

export function jobOf(row: JobRow): CollectionJob {
  return Object.assign(new JobView(), row).toJob();
}
