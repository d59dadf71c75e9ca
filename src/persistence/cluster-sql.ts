import { TERMINAL_STATES } from '../domain/job-state';
import { TIMING } from '../timing';
import type { Prepared } from './prepared';

/** A node that was not heard of for longer is not there. */
const IS_THERE = `seen_at > clock_timestamp() - interval '${TIMING.NODE_ABSENT_AFTER} ms'`;

/** A job that wants runs: one that is PAUSED and has not drained wants somebody to say that it has. */
const WANTS_RUNS = `NOT lease.finished AND (job.state IN ('PENDING', 'RUNNING') OR job.state = 'PAUSED' AND NOT lease.drained)`;

export const BEAT: Prepared = {
  name: 'beat',
  text: `WITH self AS (
       INSERT INTO cluster_node (id, role, shares, seen_at) VALUES ($1, $2, $3, clock_timestamp())
           ON CONFLICT (id) DO UPDATE SET shares = excluded.shares, seen_at = excluded.seen_at
     )
     SELECT (SELECT coalesce(json_agg(json_build_object('id', id, 'role', role, 'shares', shares)), '[]')
               FROM (SELECT id, role, shares FROM cluster_node WHERE id <> $1 AND ${IS_THERE}
                      UNION ALL SELECT $1, $2, $3::integer) node) AS nodes,
            (SELECT coalesce(json_agg(json_build_object('id', id, 'state', state, 'version', version)), '[]')
               FROM collection_job WHERE id = ANY ($4::uuid[])) AS orders,
            extract(epoch FROM clock_timestamp())::double precision * 1000 AS now`,
};

export const HOLDERS: Prepared = {
  name: 'holders',
  text: `SELECT DISTINCT holder
       FROM job_lease JOIN cluster_node ON cluster_node.id = holder
      WHERE job_id = $1 AND ${IS_THERE}`,
};

export const UNFINISHED: Prepared = {
  name: 'unfinished_shares',
  text: `SELECT job_id AS "jobId", share FROM job_lease WHERE job_id = $1 AND NOT finished ORDER BY share`,
};

export const WANTED: Prepared = {
  name: 'wanted',
  text: `SELECT FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
      WHERE lease.job_id = $1 AND lease.share = $2 AND ${WANTS_RUNS}`,
};

export const LEFT_BEHIND_SHARES: Prepared = {
  name: 'left_behind_shares',
  text: `SELECT lease.job_id AS "jobId", lease.share
       FROM job_lease lease JOIN collection_job job ON job.id = lease.job_id
      WHERE ${WANTS_RUNS}
        AND CASE WHEN lease.holder = $1
                 THEN (lease.job_id, lease.share) NOT IN (SELECT * FROM unnest($2::uuid[], $3::integer[]))
                 ELSE lease.holder IS NULL
                      OR NOT EXISTS (SELECT FROM cluster_node WHERE id = lease.holder AND ${IS_THERE}) END
      ORDER BY job.created_at, lease.share
      LIMIT 1000`,
};

export const CHANGED_JOBS: Prepared = {
  name: 'changed_jobs',
  text: `SELECT job_id AS "jobId"
       FROM job_tally
      WHERE greatest(last_event_at, stored_at) > clock_timestamp() - $1::double precision * interval '1 ms'`,
};

/** A transition is the event that names a state, and the version counts them from the job's creation on. */
export const MISSED_TRANSITIONS: Prepared = {
  name: 'missed_transitions',
  text: `SELECT at, state, reason, progress, version, state IN (${TERMINAL_STATES.map((state) => `'${state}'`).join()}) AS "isTerminal"
       FROM (SELECT at, to_state AS state, reason, row_number() OVER (ORDER BY seq)::integer AS version,
                    json_build_object('total', total, 'succeeded', succeeded, 'empty', empty, 'failed', failed,
                                      'rows', "rows", 'activeMs', active_ms,
                                      'symbolsPerSecond', symbols_per_second) AS progress
               FROM job_event
              WHERE job_id = $1 AND type <> 'SYMBOLS_DONE' AND to_state IS NOT NULL) transition
      WHERE at > clock_timestamp() - $2::double precision * interval '1 ms'
      ORDER BY version`,
};
