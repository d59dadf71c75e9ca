import type { MigrationInterface, QueryRunner } from 'typeorm';

export class GroupCommit1795459757063 implements MigrationInterface {
  name = 'GroupCommit1795459757063';

  public async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
            DROP INDEX "public"."symbol_by_state"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD "steps" integer NOT NULL DEFAULT '0'
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol"
            ADD CONSTRAINT "symbol_steps" CHECK (steps >= 0)
        `);
    await queryRunner.query('ALTER TABLE "job_symbol" SET (fillfactor = 50)');
    await queryRunner.query(STORE_STEPS);
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP FUNCTION store_steps');
    await queryRunner.query('ALTER TABLE "job_symbol" RESET (fillfactor)');
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP CONSTRAINT "symbol_steps"
        `);
    await queryRunner.query(`
            ALTER TABLE "job_symbol" DROP COLUMN "steps"
        `);
    await queryRunner.query(`
            CREATE INDEX "symbol_by_state" ON "job_symbol" ("job_id", "state", "position")
        `);
  }
}

/**
 * Stores a group of steps of one worker: bars, symbols, counters and event, in one statement from the worker's side, so
 * that a transaction costs one round trip. What it means is told in step-store.ts, its only caller.
 *
 * Its plans are kept for the life of a connection, and may have been made while the tables were nearly empty. Without
 * sequential and bitmap scans and without sorts, there is one plan for each statement: by the key.
 */
const STORE_STEPS = `
CREATE FUNCTION store_steps(
  lease_job uuid, lease_share integer, lease_epoch integer, bars_are_new boolean,
  positions integer[], symbols text[], numbers integer[], cursors text[], tries integer[], bar_counts integer[],
  states symbol_state[], error_codes source_failure[], error_messages text[], elapsed_ms double precision[],
  bar_steps integer[], bar_times double precision[],
  opens numeric[], highs numeric[], lows numeric[], closes numeric[], volumes numeric[]
) RETURNS TABLE (
  state job_state, version integer, reason text, paused_at timestamptz, drained boolean,
  succeeded integer, empty integer, failed integer, "rows" bigint, active_ms bigint, symbols_per_second double precision
)
LANGUAGE plpgsql
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_sort = off
AS $$
#variable_conflict use_column
DECLARE
  job record;
  lease record;
  moment timestamptz;
  active bigint;
  stored record;
  is_sample_due boolean;
  done_idly integer;
  seen record;
BEGIN
  -- Others may store too, nobody may command or take the lease over: both lock the job for themselves first.
  SELECT state, source, interval, active_ms, running_since INTO job
    FROM collection_job
   WHERE id = lease_job AND state IN ('RUNNING', 'PAUSED')
     FOR SHARE;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT newer_sample_ms INTO lease
    FROM job_lease
   WHERE job_id = lease_job AND share = lease_share AND epoch = lease_epoch;
  IF NOT FOUND THEN RETURN; END IF;
  moment := clock_timestamp();
  active := job.active_ms + coalesce(greatest(0, extract(epoch FROM moment - job.running_since) * 1000), 0);

  -- The symbols are there: an upsert is how to update them through the key and nothing else. A step is stored in its
  -- turn only: one whose commit was lost on the way and that comes once more changes nothing and is not counted twice.
  WITH moved AS (
    INSERT INTO job_symbol AS known (job_id, position, symbol, steps, page_cursor, attempts, "rows", state, error_code,
                                     error_message, started_at, finished_at)
    SELECT lease_job, step.position, step.symbol, step.number, step.page_cursor, step.attempts, step.bars, step.state,
           step.error_code, step.error_message, moment - step.elapsed_ms * interval '1 millisecond',
           CASE WHEN step.state <> 'PENDING' THEN moment END
      FROM unnest(positions, symbols, numbers, cursors, tries, bar_counts, states, error_codes, error_messages, elapsed_ms)
           AS step (position, symbol, number, page_cursor, attempts, bars, state, error_code, error_message, elapsed_ms)
        ON CONFLICT (job_id, position) DO UPDATE
       SET steps = excluded.steps, page_cursor = excluded.page_cursor, attempts = excluded.attempts,
           "rows" = known."rows" + excluded."rows", state = excluded.state, error_code = excluded.error_code,
           error_message = excluded.error_message, started_at = coalesce(known.started_at, excluded.started_at),
           finished_at = excluded.finished_at
     WHERE known.state = 'PENDING' AND known.steps = excluded.steps - 1
 RETURNING position, state
  )
  SELECT count(*) FILTER (WHERE state = 'SUCCEEDED')::integer AS succeeded,
         count(*) FILTER (WHERE state = 'EMPTY')::integer AS empty,
         count(*) FILTER (WHERE state = 'FAILED')::integer AS failed,
         count(*) FILTER (WHERE state <> 'PENDING')::integer AS done,
         coalesce(sum(step.bars), 0) AS "rows",
         array_agg(position) AS positions
    INTO stored
    FROM moved JOIN unnest(positions, bar_counts) AS step (position, bars) USING (position);

  IF cardinality(stored.positions) IS DISTINCT FROM cardinality(positions) THEN
    SELECT array_agg(step), array_agg(time), array_agg(open), array_agg(high), array_agg(low), array_agg(close),
           array_agg(volume)
      INTO bar_steps, bar_times, opens, highs, lows, closes, volumes
      FROM unnest(bar_steps, bar_times, opens, highs, lows, closes, volumes)
           AS given (step, time, open, high, low, close, volume)
     WHERE positions[step] = ANY (stored.positions);
  END IF;
  IF bars_are_new THEN
    INSERT INTO bar (source, symbol, interval, time, open, high, low, close, volume)
    SELECT job.source, symbols[step], job.interval, to_timestamp(time), open, high, low, close, volume
      FROM unnest(bar_steps, bar_times, opens, highs, lows, closes, volumes)
           AS given (step, time, open, high, low, close, volume);
  ELSE
    INSERT INTO bar (source, symbol, interval, time, open, high, low, close, volume)
    SELECT job.source, symbols[step], job.interval, to_timestamp(time), open, high, low, close, volume
      FROM unnest(bar_steps, bar_times, opens, highs, lows, closes, volumes)
           AS given (step, time, open, high, low, close, volume)
        ON CONFLICT (source, symbol, interval, time) DO UPDATE
       SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
           volume = excluded.volume
     WHERE (bar.open, bar.high, bar.low, bar.close, bar.volume)
           IS DISTINCT FROM (excluded.open, excluded.high, excluded.low, excluded.close, excluded.volume);
  END IF;

  -- The rate is counted over active time. What is done while the job drains takes none, so it does not count for it.
  is_sample_due := job.state = 'RUNNING' AND active - lease.newer_sample_ms >= 5000;
  done_idly := CASE WHEN job.state = 'PAUSED' THEN stored.done ELSE 0 END;
  UPDATE job_lease
     SET succeeded = succeeded + stored.succeeded, empty = empty + stored.empty, failed = failed + stored.failed,
         "rows" = "rows" + stored."rows", stored_at = moment,
         older_sample_ms   = CASE WHEN is_sample_due THEN newer_sample_ms ELSE older_sample_ms END,
         older_sample_done = CASE WHEN is_sample_due THEN newer_sample_done ELSE older_sample_done + done_idly END,
         newer_sample_ms   = CASE WHEN is_sample_due THEN active ELSE newer_sample_ms END,
         newer_sample_done = CASE WHEN is_sample_due THEN succeeded + empty + failed ELSE newer_sample_done + done_idly END
   WHERE job_id = lease_job AND share = lease_share;

  SELECT * INTO seen FROM job_view WHERE id = lease_job;
  IF stored.done > 0 THEN
    INSERT INTO job_event (job_id, seq, type, at, actor, total, succeeded, empty, failed, "rows", active_ms,
                           symbols_per_second)
    SELECT lease_job, coalesce((SELECT seq FROM job_event WHERE job_id = lease_job ORDER BY seq DESC LIMIT 1), 0) + 1,
           'SYMBOLS_DONE', moment, 'system', seen.total, seen.succeeded, seen.empty, seen.failed, seen."rows",
           seen.active_ms, seen.symbols_per_second;
  END IF;
  RETURN QUERY SELECT seen.state, seen.version, seen.reason, seen.paused_at, seen.drained, seen.succeeded, seen.empty,
                      seen.failed, seen."rows", seen.active_ms, seen.symbols_per_second;
END
$$`;
