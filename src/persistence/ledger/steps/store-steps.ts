import type { StepsStored } from '../../../application/ports/collection-ledger';
import { SYSTEM } from '../../../domain/job-event';
import type { StoredSymbolState } from '../../../domain/job-symbol';
import { appendEventSql } from '../../jobs/job-event-sql';
import { ACTIVE_MS, jobOf, selectJob, type JobRow } from '../../jobs/job-row';
import { answeredSql, rangeSql, rangesOf, rangesSql, timeSql, type RangeRows } from '../../series/coverage-sql';
import { statement } from '../../database/statement';
import { HISTORY_UNAVAILABLE } from '../history-unavailable';
import { leaseOfRun } from '../lease-sql';
import { countedSql } from '../progress-sql';
import { ANY_BARS, COMPARED_BARS, NEW_BARS, REFRESHED_BARS, type BarsSql } from './step-bars-sql';
import type { STEP_COLUMNS } from './step-columns';
import { symbolOutcomeSql } from '../symbol-outcome-sql';

/**
 * Declares the statement that stores a group of steps. Its parts run in the order of their dependencies:
 *
 * - `held` locks the lease until the commit, so no command and no takeover of the job can intervene. If it is no
 *   longer the run's (a later run, or the end of the job), it is empty and the statement changes nothing.
 * - `locked` locks the series, in the order of their ids: two jobs with the same series wait for each other instead of
 *   deadlocking, and see what the other has proved.
 * - `step` decides what becomes of each symbol. OFFSET keeps the planner from deciding it for symbols that go on, too.
 * - `moved` stores a symbol's step if its number is next, so a retry after a lost commit response changes nothing. The
 *   rows exist already: an upsert finds them by the key, whatever the planner estimates.
 * - The CTEs of BarsSql write or compare the bars of the steps that moved. `gained` counts the new ones of each series.
 * - `grown` adds what the steps prove to their series.
 * - `counted` updates the counters last, because the progress counters is the one row on which the shards of a job wait
 *   for each other.
 * - `appended` is the event, if a symbol got its outcome.
 *
 * The job is read as of the start of the statement: if the lock had to wait for a command, the version returned
 * precedes that command, and a comparison of versions shows it as stale.
 */
function storeSteps<C extends typeof STEP_COLUMNS>(name: string, bars: BarsSql<C>) {
  return statement(
    name,
    bars.columns,
    (p) => `
WITH held AS (
  SELECT job.*, ${ACTIVE_MS} AS active_now_ms
    FROM job_lease lease
    JOIN collection_job job ON job.id = lease.job_id
   WHERE ${leaseOfRun(p.jobId, p.shard, p.runId)}
     FOR NO KEY UPDATE OF lease
), locked AS (
  SELECT series.*
    FROM series, held
   WHERE series.id = ANY (${p.seriesIds})
   ORDER BY series.id
     FOR NO KEY UPDATE OF series
), given AS (
  SELECT position, symbol, series_id, number, ${timeSql('cursor_ms')} AS page_cursor, attempts, bars, rows_before,
         ${timeSql('first_ms')} AS first_bar, ${timeSql('last_ms')} AS last_bar, covered, out_of_reach, quarantined,
         ${timeSql('from_ms')} AS "from", ${timeSql('to_ms')} AS "to", ${timeSql('settled_ms')} AS settled_to,
         ending, error_code, error_message, elapsed_ms
    FROM unnest(${p.positions}, ${p.symbols}, ${p.seriesIds}, ${p.numbers}, ${p.cursors}, ${p.attempts},
                ${p.barCounts}, ${p.rowsBefore}, ${p.firsts}, ${p.lasts}, ${p.covered}, ${p.outOfReach},
                ${p.quarantined}, ${p.froms}, ${p.tos}, ${p.settledTos}, ${p.endings}, ${p.errorCodes},
                ${p.errorMessages}, ${p.elapsedMs})
         AS step (position, symbol, series_id, number, cursor_ms, attempts, bars, rows_before, first_ms, last_ms,
                  covered, out_of_reach, quarantined, from_ms, to_ms, settled_ms, ending, error_code, error_message,
                  elapsed_ms)
), step AS (
  SELECT given.*, now_.covered AS covered_now, now_.out_of_reach AS out_of_reach_now,
         now_.quarantined AS quarantined_now,
         CASE WHEN ending = 'SUCCEEDED' THEN outcome.state::symbol_state ELSE ending END AS state,
         coalesce(outcome.missing, 0) AS missing, coalesce(outcome.already_there, 0) AS already_there
    FROM given
    JOIN locked ON locked.id = given.series_id
   CROSS JOIN held
   CROSS JOIN LATERAL (
     SELECT locked.covered + given.covered - given.quarantined AS covered,
            locked.out_of_reach + given.out_of_reach - locked.covered - given.covered - given.quarantined AS out_of_reach,
            locked.quarantined + given.quarantined - given.covered AS quarantined
   ) now_
    LEFT JOIN LATERAL (${symbolOutcomeSql({
      ...{ series: 'locked', job: 'held', covered: 'now_.covered', outOfReach: 'now_.out_of_reach' },
      ...{ from: 'given."from"', to: 'given."to"', settledTo: 'given.settled_to' },
      ...{ rows: 'given.rows_before', newRows: 'given.bars', stored: bars.known },
    })}
     WHERE given.ending <> 'PENDING'
    OFFSET 0) outcome ON true
), moved AS (
  INSERT INTO job_symbol AS known (job_id, position, symbol, series_id, steps, page_cursor, attempts, "rows", state,
                                   missing, error_code, error_message, started_at, finished_at)
  SELECT ${p.jobId}, step.position, step.symbol, step.series_id, step.number, step.page_cursor, step.attempts,
         step.bars, step.state, step.missing,
         CASE WHEN step.state = 'FAILED' THEN coalesce(step.error_code, '${HISTORY_UNAVAILABLE.code}') END,
         CASE WHEN step.state = 'FAILED' THEN coalesce(step.error_message, '${HISTORY_UNAVAILABLE.message}') END,
         clock_timestamp() - step.elapsed_ms * interval '1 millisecond',
         CASE WHEN step.state <> 'PENDING' THEN clock_timestamp() END
    FROM step
      ON CONFLICT (job_id, position) DO UPDATE
     SET steps = excluded.steps, page_cursor = excluded.page_cursor, attempts = excluded.attempts,
         "rows" = known."rows" + excluded."rows", state = excluded.state, missing = excluded.missing,
         error_code = excluded.error_code, error_message = excluded.error_message,
         started_at = coalesce(known.started_at, excluded.started_at), finished_at = excluded.finished_at
   WHERE known.state = 'PENDING' AND known.steps = excluded.steps - 1
  RETURNING position, state
), all_moved AS (
  SELECT count(*) = cardinality(${p.positions}) AS yes, array_agg(position) AS positions FROM moved
), outcome AS (
  SELECT count(*) FILTER (WHERE moved.state = 'SUCCEEDED')::integer AS succeeded,
         count(*) FILTER (WHERE moved.state = 'EMPTY')::integer AS empty,
         count(*) FILTER (WHERE moved.state = 'FAILED')::integer AS failed,
         count(*) FILTER (WHERE moved.state <> 'PENDING')::integer AS outcomes,
         count(*) FILTER (WHERE moved.state <> 'PENDING' AND missing > 0)::integer AS with_gaps,
         coalesce(sum(already_there), 0)::bigint AS already_there,
         coalesce(sum(bars), 0)::bigint AS "rows"
    FROM moved JOIN step USING (position)
), ${bars.ctes(p)}, grown AS (
  UPDATE series
     SET covered = step.covered_now, out_of_reach = step.out_of_reach_now, quarantined = step.quarantined_now,
         bars = series.bars + coalesce(gained.bars, 0), first_bar = least(series.first_bar, gained.first_bar),
         last_bar = greatest(series.last_bar, gained.last_bar), updated_at = clock_timestamp()
    FROM step CROSS JOIN all_moved CROSS JOIN ${bars.gained}
   WHERE series.id = step.series_id AND series.id = ANY (${p.seriesIds})
     AND (all_moved.yes OR step.position = ANY (all_moved.positions))
     AND NOT (isempty(step.covered) AND isempty(step.out_of_reach) AND isempty(step.quarantined))
  RETURNING 1
), kept AS (
  INSERT INTO quarantined_row AS known (series_id, time, row, flaw)
  SELECT DISTINCT ON (1, 2) (${p.seriesIds})[step], ${timeSql('time_ms')}, row, flaw
    FROM unnest(${p.rowSteps}, ${p.rowTimes}, ${p.rows}, ${p.rowFlaws}) AS given (step, time_ms, row, flaw), all_moved
   WHERE yes OR (${p.positions})[step] = ANY (positions)
      ON CONFLICT (series_id, time) DO UPDATE SET row = excluded.row, flaw = excluded.flaw, at = clock_timestamp()
), ${countedSql({
      jobId: p.jobId,
      written: `SELECT ${bars.revised} AS revised, ${bars.differences} AS differences, (SELECT count(*) FROM grown)`,
      idly: `CASE WHEN held.state = 'PAUSED' THEN outcome.outcomes ELSE 0 END`,
    })}, told AS (
  ${selectJob({ job: 'held', progress: 'counted', activeMs: 'job.active_now_ms', drained: JUST_IN_FLIGHT })}
), appended AS (
  ${appendEventSql({ type: `'SYMBOLS_DONE'`, actor: `'${SYSTEM}'`, from: 'told, counted progress WHERE outcomes > 0' })}
)
SELECT told.*,
       (SELECT json_agg(json_build_array(position, moved.state, CASE WHEN moved.state = 'PENDING' THEN ${rangesSql(
         `(${answeredSql('after', 'held')}) * ${rangeSql('after."from"', 'after."to"')}`,
       )} END))
          FROM (SELECT position, covered_now AS covered, out_of_reach_now AS out_of_reach,
                       quarantined_now AS quarantined, "from", "to" FROM step) after
          LEFT JOIN moved USING (position)
         CROSS JOIN held) AS steps
  FROM told`,
    stepsStored,
  );
}

/** The steps stored were in flight, so the job has not drained. */
const JUST_IN_FLIGHT = 'false';

type StepRow = readonly [position: number, state: StoredSymbolState | null, answered: RangeRows | null];

/** A step whose number was not next has no state. */
function stepsStored({ steps, ...job }: JobRow & { readonly steps: readonly StepRow[] }): StepsStored {
  const stored = steps.map(([position, state, answered]) => {
    return { position, state: state ?? 'PENDING', answered: rangesOf(answered ?? []) } as const;
  });
  return { job: jobOf(job), steps: stored };
}

/** Stores steps with new bars. @throws a unique violation when a bar is already stored */
export const storeNewBars = storeSteps('store_new_bars', NEW_BARS);

/** Stores steps whose bars may already be stored. */
export const storeAnyBars = storeSteps('store_any_bars', ANY_BARS);

/** Does the same, and finds what the source no longer has. */
export const refreshBars = storeSteps('refresh_bars', REFRESHED_BARS);

/** Compares the bars of steps with those stored. The series must have been locked by an earlier statement. */
export const compareBars = storeSteps('compare_bars', COMPARED_BARS);
