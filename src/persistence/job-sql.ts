import type { Prepared } from './prepared';

/** Columns of job_view under the names of JobView. */
const JOB_COLUMNS = `id, name, state, version, source, interval, window_from AS "from", window_to AS "to", concurrency,
  total, reason, created_at AS "createdAt", started_at AS "startedAt", paused_at AS "pausedAt",
  completed_at AS "completedAt", active_ms::double precision AS "activeMs", succeeded, empty, failed,
  "rows"::double precision, drained, symbols_per_second AS "symbolsPerSecond"`;

export const FIND: Prepared = { name: 'find_job', text: `SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1` };

export const LOCK_AND_READ: Prepared = {
  name: 'lock_and_read_job',
  text: `SELECT ${JOB_COLUMNS}
       FROM (SELECT job_id FROM job_lease WHERE job_id = $1 ORDER BY share FOR NO KEY UPDATE) AS held
       JOIN job_view ON id = job_id`,
};

/**
 * The compare-and-set with its event. Active time counts on while RUNNING and is written down on leaving it; a pause
 * begins a drain; the end of the job revokes the leases. The view shows the job as of before the statement, which is
 * right for what a transition does not change; the rate goes by the active time that was written down.
 */
export const TRANSITION: Prepared = {
  name: 'transition',
  text: `WITH moved AS (
       UPDATE collection_job
          SET state = $4::job_state, version = version + 1, reason = $5,
              active_ms = active_ms
                + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - running_since) * 1000), 0)::bigint,
              running_since = CASE WHEN $4::job_state = 'RUNNING' THEN clock_timestamp() END,
              started_at = CASE WHEN $4::job_state = 'RUNNING' THEN coalesce(started_at, clock_timestamp())
                                ELSE started_at END,
              paused_at = CASE WHEN $4::job_state = 'PAUSED' THEN clock_timestamp() END,
              completed_at = CASE WHEN $6::boolean THEN clock_timestamp() END
        WHERE id = $1 AND version = $2 AND state = $3
    RETURNING *
     ), lease AS (
       UPDATE job_lease lease
          SET last_event = CASE share WHEN 0 THEN last_event + 1 ELSE last_event END,
              drained = drained AND $4::job_state <> 'PAUSED', epoch = epoch + $6::boolean::integer
         FROM moved
        WHERE lease.job_id = moved.id
    RETURNING share, last_event, drained,
              CASE WHEN moved.active_ms > older_sample_ms
                   THEN (succeeded + empty + failed - older_sample_done) * 1000.0 / (moved.active_ms - older_sample_ms)
                   ELSE 0 END AS symbols_per_second
     ), job AS (
       SELECT moved.*, before.succeeded, before.empty, before.failed, before."rows",
              (SELECT sum(symbols_per_second) FROM lease)::double precision AS symbols_per_second,
              (SELECT bool_and(drained) FROM lease) AS drained
         FROM moved JOIN job_view before USING (id)
     ), told AS (
       INSERT INTO job_event (job_id, seq, type, at, from_state, to_state, actor, reason,
                              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
       SELECT id, last_event, $7, clock_timestamp(), $3, $4, $8, $5,
              total, succeeded, empty, failed, "rows", active_ms, job.symbols_per_second
         FROM job, lease
        WHERE share = 0
     )
     SELECT ${JOB_COLUMNS} FROM job`,
};

/** An event that is no transition. The view shows the job as of before the statement. */
export const APPEND_EVENT: Prepared = {
  name: 'append_event',
  text: `WITH lease AS (
       UPDATE job_lease
          SET last_event = CASE share WHEN 0 THEN last_event + 1 ELSE last_event END, drained = drained OR $4::boolean
        WHERE job_id = $1
    RETURNING share, last_event
     ), told AS (
       INSERT INTO job_event (job_id, seq, type, at, to_state, actor, reason,
                              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
       SELECT id, last_event, $2, clock_timestamp(), $3, $5, $6,
              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second
         FROM job_view, lease
        WHERE id = $1 AND share = 0
     )
     SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1`,
};

export const TAKE_LEASE: Prepared = {
  name: 'take_lease',
  text: `WITH held AS (
       SELECT lease.job_id
         FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
        WHERE lease.job_id = $1 AND lease.share = 0 AND job.state = 'RUNNING'
          FOR NO KEY UPDATE OF lease FOR SHARE OF job
     ), taken AS (
       UPDATE job_lease lease SET epoch = epoch + 1
         FROM held
        WHERE lease.job_id = held.job_id AND lease.share = 0
    RETURNING epoch
     )
     SELECT epoch, ${JOB_COLUMNS} FROM taken, job_view WHERE id = $1`,
};
