import { SYSTEM } from '../domain/job-event';

/**
 * The statement that stores a group of steps. Its parts run in the order of their dependence:
 *
 * - `held` locks the lease, which nobody else gets until the commit: not who commands the job, not who takes it over.
 *   Where the epoch has moved on (a later run, or the end of the job) it is empty, and then nothing happens at all.
 * - `moved` stores a symbol's step if it is its turn: one whose commit was lost on the way and that comes once more
 *   changes nothing. The rows are there: as an upsert they are found by the key, whatever the planner believes.
 * - `bar_stored` writes the bars of those that moved.
 * - `counted` adds up, after everything else: the tally is the one row that the shares of a job wait for each other for.
 *   Two samples of (active time, done) make the rate, see JobTallyEntity; what is done while the job drains takes no
 *   active time, so it does not count for the rate.
 * - `told` appends the event, if a symbol got its outcome.
 *
 * It reads the job as of its beginning: if it had to wait for a command, it returns the version before that one, and
 * whoever compares versions knows it for old.
 */
export function storeSteps({ barsAreNew }: { readonly barsAreNew: boolean }): string {
  return `
WITH held AS (
  SELECT job.state, job.version, job.reason, job.paused_at, job.total, active.ms AS active_ms
    FROM job_lease lease
    JOIN collection_job job ON job.id = lease.job_id
   CROSS JOIN LATERAL (
     SELECT job.active_ms
            + coalesce(greatest(0, extract(epoch FROM clock_timestamp() - job.running_since) * 1000), 0)::bigint AS ms
   ) active
   WHERE lease.job_id = $1 AND lease.share = $2 AND lease.epoch = $3
     FOR NO KEY UPDATE OF lease
), moved AS (
  INSERT INTO job_symbol AS known (job_id, position, symbol, steps, page_cursor, attempts, "rows", state, error_code,
                                   error_message, started_at, finished_at)
  SELECT $1, step.position, step.symbol, step.number, step.page_cursor, step.attempts, step.bars, step.state,
         step.error_code, step.error_message, clock_timestamp() - step.elapsed_ms * interval '1 millisecond',
         CASE WHEN step.state <> 'PENDING' THEN clock_timestamp() END
    FROM held,
         unnest($6::integer[], $7::text[], $8::integer[], $9::text[], $10::integer[], $11::integer[],
                $12::symbol_state[], $13::source_failure[], $14::text[], $15::double precision[])
         AS step (position, symbol, number, page_cursor, attempts, bars, state, error_code, error_message, elapsed_ms)
      ON CONFLICT (job_id, position) DO UPDATE
     SET steps = excluded.steps, page_cursor = excluded.page_cursor, attempts = excluded.attempts,
         "rows" = known."rows" + excluded."rows", state = excluded.state, error_code = excluded.error_code,
         error_message = excluded.error_message, started_at = coalesce(known.started_at, excluded.started_at),
         finished_at = excluded.finished_at
   WHERE known.state = 'PENDING' AND known.steps = excluded.steps - 1
  RETURNING position, state
), outcome AS (
  SELECT count(*) FILTER (WHERE state = 'SUCCEEDED')::integer AS succeeded,
         count(*) FILTER (WHERE state = 'EMPTY')::integer AS empty,
         count(*) FILTER (WHERE state = 'FAILED')::integer AS failed,
         count(*) FILTER (WHERE state <> 'PENDING')::integer AS outcomes,
         count(*) = cardinality($6::integer[]) AS all_moved, array_agg(position) AS positions
    FROM moved
), done AS (
  SELECT outcome.*,
         (SELECT coalesce(sum(bars), 0)
            FROM unnest($6::integer[], $11::integer[]) AS step (position, bars)
           WHERE all_moved OR position = ANY (positions)) AS "rows"
    FROM outcome
), bar_stored AS (
  INSERT INTO bar (source, symbol, interval, time, open, high, low, close, volume)
  SELECT $4, ($7::text[])[step], $5::bar_interval, to_timestamp(time), open, high, low, close, volume
    FROM unnest($16::integer[], $17::double precision[], $18::numeric[], $19::numeric[], $20::numeric[],
                $21::numeric[], $22::numeric[])
         AS given (step, time, open, high, low, close, volume)
   WHERE (SELECT all_moved FROM done) OR ($6::integer[])[step] = ANY ((SELECT positions FROM done)::integer[])
   ${barsAreNew ? '' : UPSERT}
  RETURNING 1
), counted AS (
  UPDATE job_tally tally
     SET succeeded = tally.succeeded + done.succeeded, empty = tally.empty + done.empty,
         failed = tally.failed + done.failed, "rows" = tally."rows" + done."rows", stored_at = clock_timestamp(),
         last_event = last_event + (done.outcomes > 0)::integer,
         last_event_at = CASE WHEN done.outcomes > 0 THEN clock_timestamp() ELSE last_event_at END,
         older_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_ms ELSE older_sample_ms END,
         older_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_done ELSE older_sample_done + idly END,
         newer_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN held.active_ms ELSE newer_sample_ms END,
         newer_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN tally.succeeded + tally.empty + tally.failed
                                  ELSE newer_sample_done + idly END
    FROM held, done, LATERAL (SELECT CASE WHEN held.state = 'PAUSED' THEN done.outcomes ELSE 0 END AS idly) drain,
         (SELECT count(*) FROM bar_stored) bars
   WHERE tally.job_id = $1
  RETURNING held.state, held.version, held.reason, held.paused_at, held.total, held.active_ms, last_event_at, tally.succeeded, tally.empty, tally.failed, tally."rows", done.outcomes, last_event,
            CASE WHEN held.active_ms > older_sample_ms
                 THEN (tally.succeeded + tally.empty + tally.failed - older_sample_done) * 1000.0
                      / (held.active_ms - older_sample_ms)
                 ELSE 0 END::double precision AS symbols_per_second
), told AS (
  INSERT INTO job_event (job_id, seq, type, at, actor, total, succeeded, empty, failed, "rows", active_ms,
                         symbols_per_second)
  SELECT $1, last_event, 'SYMBOLS_DONE', last_event_at, '${SYSTEM}', total, succeeded, empty, failed, "rows", active_ms,
         symbols_per_second
    FROM counted
   WHERE outcomes > 0
)
SELECT state, version, reason, paused_at, total, succeeded, empty, failed, "rows", active_ms,
       symbols_per_second
  FROM counted`;
}

/** So much active time (ms) lies between two samples of the rate, at least. */
const IS_SAMPLE_DUE = `held.state = 'RUNNING' AND held.active_ms - newer_sample_ms >= 5000`;

/** What has not changed is left alone. */
const UPSERT = `
      ON CONFLICT (source, symbol, interval, time) DO UPDATE
     SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume
   WHERE (bar.open, bar.high, bar.low, bar.close, bar.volume)
         IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)`;
