import type { EntityManager } from 'typeorm';
import type { CollectionJob } from '../../domain/collection-job';
import { SYSTEM, type Cause, type JobEventType } from '../../domain/job-event';
import { isTerminal, transitionBetween, type JobState, type Transition } from '../../domain/job-state';
import { appendEventSql } from './job-event-sql';
import { ACTIVE_MS, jobOf, selectJob } from './job-row';
import { statement } from '../database/statement';

/** @returns the job as the transaction sees it; null when there is none */
export async function findJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  return (await FIND(manager, { jobId }))[0] ?? null;
}

const FIND = statement('find_job', { jobId: 'uuid' }, ({ jobId }) => `${selectJob()} WHERE job.id = ${jobId}`, jobOf);

/**
 * Locks all leases of a job. Every transaction that changes the job or stores for it locks a lease first, so until this
 * transaction ends no other one can command the job, store for it or take it over. Waits for stores in flight.
 * @returns the job, read after the wait; null when there is none
 */
export async function lockJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  await LOCK(manager, { jobId });
  return findJob(manager, jobId);
}

const lockLeases = (jobId: string) => `SELECT FROM job_lease WHERE job_id = ${jobId} ORDER BY shard FOR NO KEY UPDATE`;

const LOCK = statement(
  'lock_job',
  { jobId: 'uuid' },
  ({ jobId }) => lockLeases(jobId),
  () => null,
);

/**
 * Does the same in one statement, for a caller that continues with a compare-and-set. If the lock had to be waited for,
 * the job returned is the one before the wait, and the compare-and-set detects that it is stale.
 */
export async function lockAndReadJob(manager: EntityManager, jobId: string): Promise<CollectionJob | null> {
  return (await LOCK_AND_READ(manager, { jobId }))[0] ?? null;
}

const LOCK_AND_READ = statement(
  'lock_and_read_job',
  { jobId: 'uuid' },
  // The count forces all leases to be locked before the job is read.
  ({ jobId }) => `
    WITH held AS (${lockLeases(jobId)})
    ${selectJob()} WHERE job.id = ${jobId} AND (SELECT count(*) FROM held) > 0`,
  jobOf,
);

/**
 * Performs a transition as a compare-and-set: sets `to` if the job still has the version and state of `job`, and
 * appends the event. A terminal state revokes all leases, so nothing is stored for the job any more. A pause drains at
 * once when no shard is held. The caller must hold the job's lock.
 * @returns the job after the transition; null when its version or state had changed
 * @throws Error when the lifecycle has no such transition: the caller must have checked that
 */
export async function transitionJob(
  manager: EntityManager,
  job: CollectionJob,
  to: JobState,
  { actor, reason = null }: Cause,
): Promise<CollectionJob | null> {
  const arrow = transitionBetween(job.state, to);
  if (!arrow) throw new Error(`no transition from ${job.state} to ${to}`);
  const { id: jobId, version, state: from } = job;
  const values = { jobId, version, from, to, isTerminal: isTerminal(to), event: arrow.event, actor, reason };
  const [moved] = await TRANSITION(manager, values);
  if (!moved) return null;
  return to === 'PAUSED' && moved.drained ? appendEvent(manager, jobId, 'DRAINED', { actor: SYSTEM }) : moved;
}

/** The verdict of a job that completes, from its counters: the last that applies. A symbol that SUCCEEDED has a bar. */
const VERDICT = `SELECT (CASE WHEN failed > 0 THEN 'WITH_FAILURES' WHEN with_gaps > 0 THEN 'WITH_GAPS'
                              WHEN succeeded = 0 THEN 'NOTHING_COLLECTED' ELSE 'COMPLETE' END)::verdict`;

/**
 * Active time accrues while RUNNING and is written when the job leaves it. A pause starts the drain of the shards that
 * are held. The end of the job revokes the leases and settles all shards, but keeps the holders: a cancel waits for
 * their acknowledgement.
 */
const TRANSITION = statement(
  'transition',
  {
    jobId: 'uuid',
    version: 'integer',
    from: 'job_state',
    to: 'job_state',
    isTerminal: 'boolean',
    event: 'job_event_type',
    actor: 'text',
    reason: 'text',
  },
  ({ jobId, version, from, to, isTerminal: ends, event, actor, reason }) => `
    WITH moved AS (
      UPDATE collection_job job
         SET state = ${to}, version = version + 1, reason = ${reason}, active_ms = ${ACTIVE_MS},
             running_since = CASE WHEN ${to} = 'RUNNING' THEN clock_timestamp() END,
             started_at = CASE WHEN ${to} = 'RUNNING' THEN coalesce(started_at, clock_timestamp()) ELSE started_at END,
             paused_at = CASE WHEN ${to} = 'PAUSED' THEN clock_timestamp() END,
             completed_at = CASE WHEN ${ends} THEN clock_timestamp() END,
             verdict = CASE WHEN ${to} = 'COMPLETED' THEN (${VERDICT} FROM job_progress WHERE job_id = ${jobId}) END
       WHERE id = ${jobId} AND version = ${version} AND state = ${from}
      RETURNING *
    ), lease AS (
      UPDATE job_lease lease
         SET drained = ${ends} OR ${to} = 'PAUSED' AND holder IS NULL,
             run_id = CASE WHEN NOT ${ends} THEN run_id END
        FROM moved
       WHERE lease.job_id = moved.id
      RETURNING drained
    ), progress AS (
      UPDATE job_progress progress
         SET last_event = last_event + 1, last_event_at = clock_timestamp()
        FROM moved
       WHERE progress.job_id = moved.id
      RETURNING progress.*
    ), told AS (
      ${selectJob({ job: 'moved', progress: 'progress', activeMs: 'job.active_ms', drained: '(SELECT bool_and(drained) FROM lease)' })}
    ), appended AS (
      ${appendEventSql({ type: event, actor, reason, fromState: from, toState: to, from: 'told, progress' })}
    )
    SELECT * FROM told`,
  jobOf,
);

/**
 * Appends an event that is not a transition, with the current progress. The caller must hold the job's lock, which
 * keeps `seq` gapless.
 * @returns the job as it is now
 */
export async function appendEvent(
  manager: EntityManager,
  jobId: string,
  type: Exclude<JobEventType, Transition['event']>,
  { actor, reason = null }: Cause,
): Promise<CollectionJob> {
  const toState = type === 'CREATED' ? 'PENDING' : null;
  const [job] = await APPEND_EVENT(manager, { jobId, type, toState, actor, reason });
  return job!;
}

const APPEND_EVENT = statement(
  'append_event',
  { jobId: 'uuid', type: 'job_event_type', toState: 'job_state', actor: 'text', reason: 'text' },
  ({ jobId, type, toState, actor, reason }) => `
    WITH progress AS (
      UPDATE job_progress
         SET last_event = last_event + 1, last_event_at = clock_timestamp()
       WHERE job_id = ${jobId}
      RETURNING *
    ), told AS (
      ${selectJob({ progress: 'progress' })} WHERE job.id = ${jobId}
    ), appended AS (
      ${appendEventSql({ type, actor, reason, toState, from: 'told, progress' })}
    )
    SELECT * FROM told`,
  jobOf,
);
