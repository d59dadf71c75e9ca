import type { Lease, SymbolStep } from '../../application/ports/collection-ledger';
import type { BarInterval } from '../../domain/bar';
import { SYSTEM } from '../../domain/job-event';
import { appendEventSql } from '../jobs/job-event-sql';
import { ACTIVE_MS, jobOf, selectJob } from '../jobs/job-row';
import { statement } from '../database/statement';
import { leaseOfRun } from './lease-sql';

/** Returns the steps as columns, and their bars as columns: `barSteps` holds the number of each bar's step, from 1. */
export function storedValues(
  { jobId, shard, runId }: Lease,
  source: string,
  interval: BarInterval,
  steps: readonly SymbolStep[],
) {
  const bars = steps.flatMap((step) => step.bars);
  const failure = ({ outcome }: SymbolStep) => (outcome?.state === 'FAILED' ? outcome.error : null);
  return {
    ...{ jobId, shard, runId, source, interval },
    positions: steps.map((step) => step.position),
    symbols: steps.map((step) => step.symbol),
    numbers: steps.map((step) => step.number),
    cursors: steps.map((step) => step.cursorAfter),
    attempts: steps.map((step) => step.attempts),
    barCounts: steps.map((step) => step.bars.length),
    states: steps.map((step) => step.outcome?.state ?? 'PENDING'),
    errorCodes: steps.map((step) => failure(step)?.code ?? null),
    errorMessages: steps.map((step) => failure(step)?.message ?? null),
    elapsedMs: steps.map((step) => step.elapsedMs),
    barSteps: steps.flatMap((step, index) => step.bars.map(() => index + 1)),
    times: bars.map((bar) => bar.time / 1_000),
    opens: bars.map((bar) => bar.open),
    highs: bars.map((bar) => bar.high),
    lows: bars.map((bar) => bar.low),
    closes: bars.map((bar) => bar.close),
    volumes: bars.map((bar) => bar.volume),
  };
}

const PARAMETERS = {
  jobId: 'uuid',
  shard: 'integer',
  runId: 'uuid',
  source: 'text',
  interval: 'bar_interval',
  positions: 'integer[]',
  symbols: 'text[]',
  numbers: 'integer[]',
  cursors: 'text[]',
  attempts: 'integer[]',
  barCounts: 'integer[]',
  states: 'symbol_state[]',
  errorCodes: 'source_failure[]',
  errorMessages: 'text[]',
  elapsedMs: 'double precision[]',
  barSteps: 'integer[]',
  times: 'double precision[]',
  opens: 'numeric[]',
  highs: 'numeric[]',
  lows: 'numeric[]',
  closes: 'numeric[]',
  volumes: 'numeric[]',
} as const;

/**
 * Declares the statement that stores a group of steps. Its parts run in the order of their dependencies:
 *
 * - `held` locks the lease until the commit, so no command and no takeover of the job can intervene. If it is no
 *   longer the run's (a later run, or the end of the job), it is empty and the statement changes nothing.
 * - `moved` stores a symbol's step if its number is next, so a retry after a lost commit response changes nothing. The
 *   rows exist already: an upsert finds them by the key, whatever the planner estimates.
 * - `bar_stored` writes the bars of the steps that moved.
 * - `counted` updates the counters last, because the progress counters is the one row on which the shards of a job wait for each
 *   other. Two samples of (active time, symbols done) give the rate, see JobTallyEntity. Symbols done while the job
 *   drains take no active time, so they do not count towards the rate.
 * - `appended` is the event, if a symbol got its outcome.
 *
 * The job is read as of the start of the statement: if the lock had to wait for a command, the version returned
 * precedes that command, and a comparison of versions shows it as stale.
 */
function storeSteps(name: string, onKnownBar: string) {
  return statement(
    name,
    PARAMETERS,
    (p) => `
WITH held AS (
  SELECT job.*, ${ACTIVE_MS} AS active_now_ms
    FROM job_lease lease
    JOIN collection_job job ON job.id = lease.job_id
   WHERE ${leaseOfRun(p.jobId, p.shard, p.runId)}
     FOR NO KEY UPDATE OF lease
), moved AS (
  INSERT INTO job_symbol AS known (job_id, position, symbol, steps, page_cursor, attempts, "rows", state, error_code,
                                   error_message, started_at, finished_at)
  SELECT ${p.jobId}, step.position, step.symbol, step.number, step.page_cursor, step.attempts, step.bars, step.state,
         step.error_code, step.error_message, clock_timestamp() - step.elapsed_ms * interval '1 millisecond',
         CASE WHEN step.state <> 'PENDING' THEN clock_timestamp() END
    FROM held,
         unnest(${p.positions}, ${p.symbols}, ${p.numbers}, ${p.cursors}, ${p.attempts}, ${p.barCounts}, ${p.states},
                ${p.errorCodes}, ${p.errorMessages}, ${p.elapsedMs})
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
         count(*) = cardinality(${p.positions}) AS all_moved, array_agg(position) AS positions
    FROM moved
), done AS (
  SELECT outcome.*,
         (SELECT coalesce(sum(bars), 0)
            FROM unnest(${p.positions}, ${p.barCounts}) AS step (position, bars)
           WHERE all_moved OR position = ANY (positions)) AS "rows"
    FROM outcome
), bar_stored AS (
  INSERT INTO bar (source, symbol, interval, time, open, high, low, close, volume)
  SELECT ${p.source}, (${p.symbols})[step], ${p.interval}, to_timestamp(time), open, high, low, close, volume
    FROM unnest(${p.barSteps}, ${p.times}, ${p.opens}, ${p.highs}, ${p.lows}, ${p.closes}, ${p.volumes})
         AS given (step, time, open, high, low, close, volume)
   WHERE (SELECT all_moved FROM done) OR (${p.positions})[step] = ANY ((SELECT positions FROM done)::integer[])
   ${onKnownBar}
  RETURNING 1
), counted AS (
  UPDATE job_progress progress
     SET succeeded = progress.succeeded + done.succeeded, empty = progress.empty + done.empty,
         failed = progress.failed + done.failed, "rows" = progress."rows" + done."rows", stored_at = clock_timestamp(),
         last_event = last_event + (done.outcomes > 0)::integer,
         last_event_at = CASE WHEN done.outcomes > 0 THEN clock_timestamp() ELSE last_event_at END,
         older_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_ms ELSE older_sample_ms END,
         older_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_done ELSE older_sample_done + idly END,
         newer_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN held.active_now_ms ELSE newer_sample_ms END,
         newer_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN progress.succeeded + progress.empty + progress.failed
                                  ELSE newer_sample_done + idly END
    FROM held, done, LATERAL (SELECT CASE WHEN held.state = 'PAUSED' THEN done.outcomes ELSE 0 END AS idly) drain,
         (SELECT count(*) FROM bar_stored) bars
   WHERE progress.job_id = ${p.jobId}
  RETURNING progress.*, done.outcomes
), told AS (
  ${selectJob({ job: 'held', progress: 'counted', activeMs: 'job.active_now_ms', drained: JUST_IN_FLIGHT })}
), appended AS (
  ${appendEventSql({ type: `'SYMBOLS_DONE'`, actor: `'${SYSTEM}'`, from: 'told, counted progress WHERE outcomes > 0' })}
)
SELECT * FROM told`,
    jobOf,
  );
}

/** The steps stored were in flight, so the job has not drained. */
const JUST_IN_FLIGHT = 'false';

/** Two samples of the rate are at least 5 s of active time apart. */
const IS_SAMPLE_DUE = `held.state = 'RUNNING' AND held.active_now_ms - newer_sample_ms >= 5000`;

/** Does not rewrite bars that are unchanged. */
const UPSERT = `
      ON CONFLICT (source, symbol, interval, time) DO UPDATE
     SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume
   WHERE (bar.open, bar.high, bar.low, bar.close, bar.volume)
         IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)`;

/** Stores steps with new bars. @throws a unique violation when a bar is already stored */
export const storeNewBars = storeSteps('store_new_bars', '');
/** Stores steps whose bars may already be stored. */
export const storeAnyBars = storeSteps('store_any_bars', UPSERT);
