/** How symbols that got an outcome are counted, as SQL. */
interface CountedSql {
  readonly jobId: string;
  /** A query of one row with the columns `revised` and `differences`, which is evaluated before. */
  readonly written: string;
  /** Number of the outcomes that no active time was spent on. */
  readonly idly: string;
}

/**
 * Returns the CTE `counted`, which adds the row `outcome` (succeeded, empty, failed, outcomes, with_gaps, already_there,
 * rows) to the counters of the job `held`. Two samples of (active time, symbols done) give the rate, see
 * JobProgressEntity. Outcomes that take no active time do not count towards it.
 */
export function countedSql({ jobId, written, idly }: CountedSql): string {
  return `counted AS (
  UPDATE job_progress progress
     SET succeeded = progress.succeeded + outcome.succeeded, empty = progress.empty + outcome.empty,
         failed = progress.failed + outcome.failed, with_gaps = progress.with_gaps + outcome.with_gaps,
         already_there = progress.already_there + outcome.already_there, "rows" = progress."rows" + outcome."rows",
         revised = progress.revised + written.revised, differences = progress.differences + written.differences,
         stored_at = clock_timestamp(), last_event = last_event + (outcome.outcomes > 0)::integer,
         last_event_at = CASE WHEN outcome.outcomes > 0 THEN clock_timestamp() ELSE last_event_at END,
         older_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_ms ELSE older_sample_ms END,
         older_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN newer_sample_done ELSE older_sample_done + idly END,
         newer_sample_ms   = CASE WHEN ${IS_SAMPLE_DUE} THEN held.active_now_ms ELSE newer_sample_ms END,
         newer_sample_done = CASE WHEN ${IS_SAMPLE_DUE} THEN progress.succeeded + progress.empty + progress.failed
                                  ELSE newer_sample_done + idly END
    FROM held, outcome, LATERAL (SELECT ${idly} AS idly) rest, (${written}) written
   WHERE progress.job_id = ${jobId}
  RETURNING progress.*, outcome.outcomes
)`;
}

/** Two samples of the rate are at least 5 s of active time apart. */
const IS_SAMPLE_DUE = `held.state = 'RUNNING' AND held.active_now_ms - newer_sample_ms >= 5000`;
