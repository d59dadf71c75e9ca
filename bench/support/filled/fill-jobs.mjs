const AT_ONCE = 5_000;
const SYMBOLS = 10;

/**
 * Inserts jobs of ten symbols, created a second apart before `newest`, with all their rows as the service leaves them:
 * of a hundred 95 COMPLETED, 2 CANCELLED, 2 FAILED and 1 PAUSED.
 * @param series `{ prefix, count }` of their symbols, at least ten
 */
export async function fillJobs(client, { jobs, newest, series }, note) {
  await client.query('SET synchronous_commit = off');
  for (let first = 0; first < jobs; first += AT_ONCE) {
    note(`${series.prefix}: jobs from ${first + 1} of ${jobs}`);
    const last = Math.min(jobs, first + AT_ONCE) - 1;
    await client.query(JOBS, [first, last, newest / 1_000, series.prefix, series.count]);
  }
  await client.query('SET synchronous_commit = on');
}

/** How a job of each kind ended: its state, verdict and outcomes. */
const KINDS = `
  (VALUES ('COMPLETED', 'COMPLETE', 10, 0), ('COMPLETED', 'WITH_FAILURES', 9, 1), ('CANCELLED', NULL, 5, 0),
          ('FAILED', NULL, 5, 0), ('PAUSED', NULL, 5, 0)) kinds (state, verdict, succeeded, failed)`;

const JOBS = `
  WITH planned AS (
    SELECT gen_random_uuid() AS id, n, to_timestamp($3) - n * interval '1 second' AS at, kind.*
      FROM generate_series($1::integer, $2::integer) n,
           LATERAL (SELECT * FROM ${KINDS}
                     WHERE state = CASE WHEN n % 100 < 95 THEN 'COMPLETED' WHEN n % 100 < 97 THEN 'CANCELLED'
                                        WHEN n % 100 < 99 THEN 'FAILED' ELSE 'PAUSED' END
                       AND (verdict IS NULL OR verdict = CASE WHEN n % 20 = 0 THEN 'WITH_FAILURES' ELSE 'COMPLETE' END)) kind
  ), job AS (
    INSERT INTO collection_job (id, name, state, version, source, interval, window_from, window_to, mode, verdict,
                                concurrency, total, created_at, started_at, paused_at, completed_at, active_ms)
    SELECT id, 'job ' || n, state::job_state, 3, 'simx', 'ONE_MINUTE', '2020-01-01', '2020-02-01', 'MISSING',
           verdict::verdict, 4, ${SYMBOLS}, at, at, CASE WHEN state = 'PAUSED' THEN at + interval '1 minute' END,
           CASE WHEN state <> 'PAUSED' THEN at + interval '1 minute' END, 60000
      FROM planned
  ), lease AS (
    INSERT INTO job_lease (job_id, shard, run_id, drained, finished)
    SELECT id, 0, CASE WHEN state = 'PAUSED' THEN gen_random_uuid() END, true, state = 'COMPLETED' FROM planned
  ), progress AS (
    INSERT INTO job_progress (job_id, total, claimed, succeeded, failed, "rows", stored_at, last_event, last_event_at)
    SELECT id, ${SYMBOLS}, ${SYMBOLS}, succeeded, failed, succeeded * 1000, at, 4, at FROM planned
  ), symbol AS (
    INSERT INTO job_symbol (job_id, position, symbol, series_id, state, steps, attempts, "rows", error_code,
                            error_message, started_at, finished_at)
    SELECT planned.id, position, series.symbol, series.id, own.state::symbol_state, own.done, own.done,
           CASE WHEN own.state = 'SUCCEEDED' THEN 1000 ELSE 0 END,
           (CASE WHEN own.state = 'FAILED' THEN 'TIMEOUT' END)::source_failure,
           CASE WHEN own.state = 'FAILED' THEN 'no answer within 10 s' END, at, CASE WHEN own.done = 1 THEN at END
      FROM planned, generate_series(0, ${SYMBOLS} - 1) position,
           LATERAL (SELECT CASE WHEN position < succeeded THEN 'SUCCEEDED'
                                WHEN position < succeeded + failed THEN 'FAILED' ELSE 'PENDING' END AS state,
                           (position < succeeded + failed)::integer AS done) own,
           series
     WHERE series.source = 'simx' AND series.interval = 'ONE_MINUTE'
       AND series.symbol = $4 || '-' || (n + position) % $5::integer
  )
  INSERT INTO job_event (job_id, seq, type, at, from_state, to_state, verdict, actor, total, succeeded, empty, failed,
                         "rows", active_ms, symbols_per_second)
  SELECT id, seq, type::job_event_type, planned.at, from_state::job_state, to_state::job_state,
         CASE WHEN type = 'COMPLETED' THEN verdict::verdict END, 'bench', ${SYMBOLS},
         CASE WHEN seq > 2 THEN succeeded ELSE 0 END, 0, CASE WHEN seq > 2 THEN failed ELSE 0 END,
         CASE WHEN seq > 2 THEN succeeded * 1000 ELSE 0 END, 60000, 1
    FROM planned, LATERAL (VALUES (1, 'CREATED', NULL, 'PENDING'), (2, 'STARTED', 'PENDING', 'RUNNING'),
                                  (3, 'SYMBOLS_DONE', NULL, NULL), (4, state, 'RUNNING', state))
                          events (seq, type, from_state, to_state)`;
