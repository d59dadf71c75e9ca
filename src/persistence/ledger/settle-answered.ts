import { SYSTEM } from '../../domain/job-event';
import { appendEventSql } from '../jobs/job-event-sql';
import { ACTIVE_MS, jobOf, selectJob } from '../jobs/job-row';
import { answeredSql, rangeSql, timeSql } from '../series/coverage-sql';
import { statement } from '../database/statement';
import { HISTORY_UNAVAILABLE } from './history-unavailable';
import { leaseOfRun } from './lease-sql';
import { countedSql } from './progress-sql';
import { symbolOutcomeSql } from './symbol-outcome-sql';

/**
 * Gives the symbols of a range whose whole window is answered already their outcome, in one statement. Returns the job;
 * nothing if there are no such symbols, or the lease is not the run's, or the job is not RUNNING.
 */
export const settleAnswered = statement(
  'settle_answered',
  {
    ...{ jobId: 'uuid', shard: 'integer', runId: 'uuid', first: 'integer', end: 'integer' },
    ...{ from: 'double precision', to: 'double precision', settledTo: 'double precision' },
  },
  (p) => `
WITH held AS (
  SELECT job.*, ${ACTIVE_MS} AS active_now_ms
    FROM job_lease lease
    JOIN collection_job job ON job.id = lease.job_id
   WHERE ${leaseOfRun(p.jobId, p.shard, p.runId)} AND job.state = 'RUNNING'
     FOR NO KEY UPDATE OF lease
), answered AS (
  SELECT symbol.position, outcome.*
    FROM held
    JOIN job_symbol symbol ON symbol.job_id = ${p.jobId} AND symbol.position >= ${p.first}
                          AND symbol.position < ${p.end} AND symbol.state = 'PENDING'
    JOIN series ON series.id = symbol.series_id
   CROSS JOIN LATERAL (SELECT coalesce(symbol.window_from, ${timeSql(p.from)}) AS "from") start
   CROSS JOIN LATERAL (SELECT "from", greatest("from", least(symbol.window_to, ${timeSql(p.to)})) AS "to",
                              greatest("from", least(symbol.window_to, ${timeSql(p.settledTo)})) AS settled_to) asked
   CROSS JOIN LATERAL (${symbolOutcomeSql({
     ...{ series: 'series', job: 'held', covered: 'series.covered', outOfReach: 'series.out_of_reach' },
     ...{ from: 'asked."from"', to: 'asked."to"', settledTo: 'asked.settled_to' },
     ...{ rows: 'symbol."rows"', newRows: '0', stored: '0' },
   })}) outcome
   WHERE (${answeredSql('series', 'held')}) @> ${rangeSql('asked."from"', 'asked."to"')}
), moved AS (
  UPDATE job_symbol symbol
     SET state = answered.state::symbol_state, missing = answered.missing, finished_at = clock_timestamp(),
         error_code = CASE WHEN answered.state = 'FAILED' THEN '${HISTORY_UNAVAILABLE.code}'::source_failure END,
         error_message = CASE WHEN answered.state = 'FAILED' THEN '${HISTORY_UNAVAILABLE.message}' END
    FROM answered
   WHERE symbol.job_id = ${p.jobId} AND symbol.position = answered.position AND symbol.state = 'PENDING'
     AND symbol.position >= ${p.first} AND symbol.position < ${p.end}
  RETURNING answered.*
), outcome AS (
  SELECT count(*) FILTER (WHERE state = 'SUCCEEDED')::integer AS succeeded,
         count(*) FILTER (WHERE state = 'EMPTY')::integer AS empty,
         count(*) FILTER (WHERE state = 'FAILED')::integer AS failed, count(*)::integer AS outcomes,
         count(*) FILTER (WHERE missing > 0)::integer AS with_gaps,
         coalesce(sum(already_there), 0)::bigint AS already_there, 0::bigint AS "rows"
    FROM moved
  HAVING count(*) > 0
), ${countedSql({ jobId: p.jobId, written: 'SELECT 0 AS revised, 0 AS differences', idly: 'outcome.outcomes' })}, told AS (
  ${selectJob({ job: 'held', progress: 'counted', activeMs: 'job.active_now_ms', drained: 'false' })}
), appended AS (
  ${appendEventSql({ type: `'SYMBOLS_DONE'`, actor: `'${SYSTEM}'`, from: 'told, counted progress' })}
)
SELECT * FROM told`,
  jobOf,
);
