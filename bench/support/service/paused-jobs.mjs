import pg from 'pg';

/** Inserts PAUSED jobs as a pause leaves them: settled, half done. */
export async function insertPaused(connectionString, count) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  await client.query(
    `WITH listed AS (
       INSERT INTO series (source, symbol, interval) SELECT 'simx', 'SIM-' || n, 'ONE_DAY' FROM generate_series(0, 9) n
       RETURNING id, symbol
     ), job AS (
       INSERT INTO collection_job (id, state, version, source, interval, window_from, window_to, mode, concurrency,
                                   total, created_at, started_at, paused_at)
       SELECT gen_random_uuid(), 'PAUSED', 3, 'simx', 'ONE_DAY', '2024-01-01', '2024-02-01', 'MISSING', 4, 10,
              now() - n * interval '1 s', now(), now()
         FROM generate_series(1, $1::integer) AS n
       RETURNING id
     ), lease AS (
       INSERT INTO job_lease (job_id, shard, run_id, drained) SELECT id, 0, gen_random_uuid(), true FROM job
     ), tally AS (
       INSERT INTO job_progress (job_id, total, claimed, succeeded) SELECT id, 10, 10, 5 FROM job
     )
     INSERT INTO job_symbol (job_id, position, symbol, series_id, state, steps, finished_at)
     SELECT job.id, n, 'SIM-' || n, listed.id, (CASE WHEN n < 5 THEN 'SUCCEEDED' ELSE 'PENDING' END)::symbol_state, (n < 5)::integer,
            CASE WHEN n < 5 THEN now() END
       FROM job, generate_series(0, 9) AS n JOIN listed ON listed.symbol = 'SIM-' || n`,
    [count],
  );
  await client.end();
}
