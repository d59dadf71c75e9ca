import { TIMING } from '../timing';
import type { Prepared } from './prepared';

/** Columns of job_view under the names of JobView. */
const JOB_COLUMNS = `id, name, state, version, source, interval, window_from AS "from", window_to AS "to", concurrency,
  shares, total, reason, created_at AS "createdAt", started_at AS "startedAt", paused_at AS "pausedAt",
  completed_at AS "completedAt", active_ms::double precision AS "activeMs", succeeded, empty, failed,
  "rows"::double precision, drained, symbols_per_second AS "symbolsPerSecond"`;

export const FIND: Prepared = { name: 'find_job', text: `SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1` };

export const LOCK_AND_READ: Prepared = {
  name: 'lock_and_read_job',
  // Counted, so that all of them are locked before the job is read.
  text: `WITH held AS (SELECT FROM job_lease WHERE job_id = $1 ORDER BY share FOR NO KEY UPDATE)
     SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1 AND (SELECT count(*) FROM held) > 0`,
};

/**
 * The compare-and-set with its event. Active time counts on while RUNNING and is written down on leaving it; a pause
 * begins a drain of the shares that somebody holds; the end of the job revokes the leases (who held them stays known: a
 * cancel waits until they have heard of it). The view shows the job as of
 * before the statement, which is right for what a transition does not change; the rate goes by the active time that was
 * written down.
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
          SET drained = CASE $4::job_state WHEN 'PAUSED' THEN holder IS NULL WHEN 'RUNNING' THEN false ELSE drained END,
              epoch = epoch + $6::boolean::integer
         FROM moved
        WHERE lease.job_id = moved.id
    RETURNING drained
     ), tally AS (
       UPDATE job_tally tally
          SET last_event = last_event + 1, last_event_at = clock_timestamp()
         FROM moved
        WHERE tally.job_id = moved.id
    RETURNING last_event, last_event_at,
              CASE WHEN moved.active_ms > older_sample_ms
                   THEN (succeeded + empty + failed - older_sample_done) * 1000.0 / (moved.active_ms - older_sample_ms)
                   ELSE 0 END::double precision AS symbols_per_second
     ), job AS (
       SELECT moved.*, before.succeeded, before.empty, before.failed, before."rows", tally.symbols_per_second,
              (SELECT bool_and(drained) FROM lease) AS drained
         FROM tally, moved JOIN job_view before USING (id)
     ), told AS (
       INSERT INTO job_event (job_id, seq, type, at, from_state, to_state, actor, reason,
                              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
       SELECT id, last_event, $7, last_event_at, $3, $4, $8, $5,
              total, succeeded, empty, failed, "rows", active_ms, job.symbols_per_second
         FROM job, tally
     )
     SELECT ${JOB_COLUMNS} FROM job`,
};

/** An event that is no transition. The view shows the job as of before the statement, which changes nothing of it. */
export const APPEND_EVENT: Prepared = {
  name: 'append_event',
  text: `WITH tally AS (
       UPDATE job_tally
          SET last_event = last_event + 1, last_event_at = clock_timestamp()
        WHERE job_id = $1
    RETURNING last_event, last_event_at
     ), told AS (
       INSERT INTO job_event (job_id, seq, type, at, to_state, actor, reason,
                              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second)
       SELECT id, last_event, $2, last_event_at, $3, $4, $5,
              total, succeeded, empty, failed, "rows", active_ms, symbols_per_second
         FROM job_view, tally
        WHERE id = $1
     )
     SELECT ${JOB_COLUMNS} FROM job_view WHERE id = $1`,
};

/**
 * A new epoch for a share of a RUNNING job, unless there is more to do than that (see lease-store.ts): somebody else
 * holds it, or the job has not just begun to run and nobody holds any of it; $4 says that this was done. Both rows are
 * locked, so both are read after the wait for the locks.
 */
export const TAKE_LEASE: Prepared = {
  name: 'take_lease',
  text: `WITH held AS (
       SELECT lease.job_id
         FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
        WHERE lease.job_id = $1 AND lease.share = $2 AND job.state = 'RUNNING' AND NOT lease.finished
          AND ($4 OR lease.holder IS NULL AND (
                 job.running_since > clock_timestamp() - interval '${TIMING.TAKEOVER} ms'
                 OR EXISTS (SELECT FROM job_lease WHERE job_id = $1 AND holder IS NOT NULL)))
          FOR NO KEY UPDATE OF lease FOR SHARE OF job
     ), taken AS (
       UPDATE job_lease lease SET epoch = epoch + 1, holder = $3
         FROM held
        WHERE lease.job_id = held.job_id AND lease.share = $2
    RETURNING epoch
     )
     SELECT epoch, ${JOB_COLUMNS},
            (SELECT coalesce(json_agg(json_build_object('from', range_from, 'to', range_to) ORDER BY range_from), '[]')
               FROM job_claim WHERE job_id = $1 AND share = $2) AS claims
       FROM taken, job_view WHERE id = $1`,
};

/**
 * How a share of a RUNNING job was left: by whom, and whether nobody works on any other share either, so that the job
 * stood still before $3 came. A node that has not been heard of for 3 s does not work.
 */
export const LEFT_BEHIND: Prepared = {
  name: 'left_behind',
  text: `SELECT lease.holder,
            (lease.holder <> $3
              OR greatest(job.running_since, tally.stored_at) < clock_timestamp() - interval '${TIMING.TAKEOVER} ms')
            AND NOT EXISTS (
              SELECT FROM job_lease other JOIN cluster_node node ON node.id = other.holder
               WHERE other.job_id = $1 AND other.share <> $2 AND node.seen_at > clock_timestamp() - interval '${TIMING.NODE_DEAD_AFTER} ms'
            ) AS "stoodStill"
       FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id JOIN job_tally tally USING (job_id)
      WHERE lease.job_id = $1 AND lease.share = $2`,
};

/** Takes the time since something was stored last out of the active time of a RUNNING job. Not a transition. */
export const STOOD_STILL = `
     UPDATE collection_job
        SET active_ms = active_ms
              + greatest(0, extract(epoch FROM coalesce(stored_at, running_since) - running_since) * 1000)::bigint,
            running_since = clock_timestamp()
       FROM job_tally tally
      WHERE id = $1 AND tally.job_id = $1 AND state = 'RUNNING'`;

/**
 * The next range of the list for a share: the smaller the less is left, so that all shares come to their end together
 * (guided self-scheduling), but enough for each of its lanes. $4: lanes, $5: shares, $6: the most.
 */
export const CLAIM: Prepared = {
  name: 'claim',
  text: `WITH held AS (
       SELECT FROM job_lease WHERE job_id = $1 AND share = $2 AND epoch = $3 FOR NO KEY UPDATE
     ), next AS (
       SELECT claimed AS "from", least(total, claimed + greatest($4::integer, least($6::integer, (total - claimed) / (2 * $5::integer)))) AS "to"
         FROM job_tally, held
        WHERE job_id = $1 AND claimed < total
          FOR NO KEY UPDATE OF job_tally
     ), moved AS (
       UPDATE job_tally SET claimed = next."to" FROM next WHERE job_id = $1
     ), noted AS (
       INSERT INTO job_claim (job_id, share, range_from, range_to) SELECT $1, $2, "from", "to" FROM next
     )
     SELECT "from", "to" FROM next`,
};
