import type { EntityManager } from 'typeorm';
import type { Lease, SymbolStep } from '../application/ports/collection-ledger';
import type { CollectionJob } from '../domain/collection-job';
import { SYSTEM } from '../domain/job-event';
import { appendEvent } from './job-store';

/** How much active time (ms) must lie between two samples of the rate. */
const SAMPLE_MS = 5_000;

/** Stores steps of a job's symbols: bars, cursors and outcomes, counters, event. The caller holds job row and lease. */
export async function storeSteps(
  manager: EntityManager,
  lease: Lease,
  job: CollectionJob,
  steps: readonly SymbolStep[],
): Promise<void> {
  const taken = await advanceSymbols(manager, job.id, steps);
  const fresh = steps.filter((step) => taken.has(step.position));
  if (fresh.length === 0) return;
  await upsertBars(manager, job, fresh);
  await addToCounters(manager, lease, job, fresh);
  if (fresh.some((step) => step.outcome)) await appendEvent(manager, job.id, 'SYMBOLS_DONE', { actor: SYSTEM });
}

/**
 * Moves each symbol on, if it still stands where the step began: a step whose commit was lost on the way and that is
 * stored once more changes nothing, and is not counted twice.
 * @returns the positions that moved
 */
async function advanceSymbols(
  manager: EntityManager,
  jobId: string,
  steps: readonly SymbolStep[],
): Promise<ReadonlySet<number>> {
  const [moved] = await manager.query<[{ position: number }[], number]>(
    `UPDATE job_symbol symbol
        SET page_cursor = step.cursor_after,
            attempts = step.attempts,
            "rows" = symbol."rows" + step.bars,
            state = coalesce(step.state::symbol_state, symbol.state),
            error_code = step.error_code::source_failure,
            error_message = step.error_message,
            started_at = coalesce(symbol.started_at, clock_timestamp() - make_interval(secs => step.elapsed_ms / 1000)),
            finished_at = CASE WHEN step.state IS NULL THEN NULL ELSE clock_timestamp() END
       FROM unnest($2::integer[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::text[], $8::text[],
                   $9::text[], $10::double precision[])
            AS step (position, cursor_before, cursor_after, attempts, bars, state, error_code, error_message, elapsed_ms)
      WHERE symbol.job_id = $1
        AND symbol.position = step.position
        AND symbol.state = 'PENDING'
        AND symbol.page_cursor IS NOT DISTINCT FROM step.cursor_before
  RETURNING symbol.position`,
    [
      jobId,
      steps.map((step) => step.position),
      steps.map((step) => step.cursorBefore),
      steps.map((step) => step.cursorAfter),
      steps.map((step) => step.attempts),
      steps.map((step) => step.bars.length),
      steps.map((step) => step.outcome?.state ?? null),
      steps.map((step) => (step.outcome?.state === 'FAILED' ? step.outcome.error.code : null)),
      steps.map((step) => (step.outcome?.state === 'FAILED' ? step.outcome.error.message : null)),
      steps.map((step) => step.elapsedMs),
    ],
  );
  return new Set(moved.map((symbol) => symbol.position));
}

/** Upserts in the order of the key, so that two jobs which store the same bars wait for each other instead of deadlocking. */
async function upsertBars(manager: EntityManager, job: CollectionJob, steps: readonly SymbolStep[]): Promise<void> {
  const bars = steps.flatMap(({ symbol, bars }) => bars.map((bar) => ({ symbol, ...bar })));
  if (bars.length === 0) return;
  await manager.query(
    `INSERT INTO bar (source, symbol, interval, time, open, high, low, close, volume)
     SELECT $1, symbol, $2::bar_interval, to_timestamp(ms / 1000.0), open, high, low, close, volume
       FROM unnest($3::text[], $4::bigint[], $5::numeric[], $6::numeric[], $7::numeric[], $8::numeric[], $9::numeric[])
            AS stored (symbol, ms, open, high, low, close, volume)
      ORDER BY symbol, ms
         ON CONFLICT (source, symbol, interval, time)
         DO UPDATE SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                       volume = excluded.volume
         WHERE (bar.open, bar.high, bar.low, bar.close, bar.volume)
               IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume)`,
    [
      job.source,
      job.interval,
      bars.map((bar) => bar.symbol),
      bars.map((bar) => bar.time),
      bars.map((bar) => bar.open),
      bars.map((bar) => bar.high),
      bars.map((bar) => bar.low),
      bars.map((bar) => bar.close),
      bars.map((bar) => bar.volume),
    ],
  );
}

async function addToCounters(
  manager: EntityManager,
  lease: Lease,
  job: CollectionJob,
  steps: readonly SymbolStep[],
): Promise<void> {
  const count = (state: string) => steps.filter((step) => step.outcome?.state === state).length;
  const rows = steps.reduce((sum, step) => sum + step.bars.length, 0);
  const takesSample = `$7::bigint - newer_sample_ms >= ${SAMPLE_MS}`;
  await manager.query(
    `UPDATE job_lease
        SET succeeded = succeeded + $3, empty = empty + $4, failed = failed + $5, "rows" = "rows" + $6,
            stored_at = clock_timestamp(),
            older_sample_ms   = CASE WHEN ${takesSample} THEN newer_sample_ms   ELSE older_sample_ms   END,
            older_sample_done = CASE WHEN ${takesSample} THEN newer_sample_done ELSE older_sample_done END,
            newer_sample_ms   = CASE WHEN ${takesSample} THEN $7::bigint        ELSE newer_sample_ms   END,
            newer_sample_done = CASE WHEN ${takesSample} THEN succeeded + empty + failed ELSE newer_sample_done END
      WHERE job_id = $1 AND share = $2`,
    [
      lease.jobId,
      lease.share,
      count('SUCCEEDED'),
      count('EMPTY'),
      count('FAILED'),
      rows,
      Math.round(job.progress.activeMs),
    ],
  );
}
