import { randomUUID } from 'node:crypto';
import { Pool } from 'pg';
import { INTERVAL_MS } from '../../src/domain/bar';
import type { CollectMode } from '../../src/domain/collection-job';
import { poolOptions } from '../../src/persistence/database/pool-options';
import { CollectionJobRepository } from '../../src/persistence/jobs/job-repository';
import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { StepStore } from '../../src/persistence/ledger/steps/step-store';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { ACTOR, someDraft } from '../support/harness';
import { someBars } from '../support/held-source';
import { stepOf } from '../support/steps';

let database: TestDatabase;
beforeEach(async () => void (database = await createTestDatabase()));
afterEach(() => database.drop());

const HOUR = INTERVAL_MS.ONE_HOUR;
const START = Date.UTC(2024, 0);

/** Opens a ledger with a run of a job of one symbol, whose series has bars of 10,000 hours. */
async function openLongSeries(mode: CollectMode) {
  const { id: jobId } = await new CollectionJobRepository(database.source).transaction((tx) =>
    tx.create(randomUUID(), { ...someDraft(1), mode }, ACTOR),
  );
  const ledger = new PostgresLedger(database.source, 'tester');
  const { job, lease } = await ledger.takeLease({ jobId, shard: 0 });
  const { seriesId } = (await ledger.pendingSymbols(job!, { from: 0, to: 1 }))[0]!;
  await database.source.query(
    `INSERT INTO bar (series_id, time, open, high, low, close, volume)
     SELECT $1, timestamptz '2024-01-01Z' + n * interval '1 hour', 1, 1, 1, 1, 1
       FROM generate_series($2::integer, $2 + 9999) n`,
    [seriesId, mode === 'REFRESH' ? -5_000 : -10_000],
  );
  await database.source.query('VACUUM ANALYZE bar');
  const pool = new Pool({ connectionString: database.url, ...poolOptions('stores'), max: 1 });
  // The server may cut it while it ends.
  pool.on('error', () => undefined);
  const steps = new StepStore(pool);
  const store = async (part: { number: number; bars: number }) => {
    const from = START + (part.number - 1) * part.bars * HOUR;
    const covered = { from, to: from + part.bars * HOUR };
    const bars = someBars({ request: { interval: 'ONE_HOUR', ...covered } }, part.bars);
    return steps.store(lease!, job!, [stepOf(0, seriesId, { number: part.number, bars, covered, ending: null })]);
  };
  return { pool, store };
}

test('a page of a long series reads none of the bars before it', async () => {
  const { pool, store } = await openLongSeries('MISSING');
  const before = await rowsRead(pool, 'bar');
  for (const number of [1, 2, 3]) {
    const stored = await store({ number, bars: 3 });
    expect(stored!.job.progress.rows).toBe(number * 3);
  }
  expect((await rowsRead(pool, 'bar')) - before).toBe(0);
  await pool.end();
});

test('a page of revised bars reads those bars only, each by its key', async () => {
  const { pool, store } = await openLongSeries('REFRESH');
  const before = await rowsRead(pool, 'bar');
  const stored = await store({ number: 1, bars: 2_000 });
  expect(stored!.job.revised).toBe(2_000);
  // Compared twice, the second time under the lock of the series; replaced; and looked at for what the source has not.
  expect((await rowsRead(pool, 'bar')) - before).toBeLessThanOrEqual(4 * 2_000);
  await pool.end();
});

/** Rows of a table that were read so far, by the pool's only connection among others. */
async function rowsRead(pool: Pool, table: string): Promise<number> {
  await pool.query('SELECT pg_stat_force_next_flush()');
  const { rows } = await pool.query<{ n: number }>(
    `SELECT (seq_tup_read + idx_tup_fetch)::integer AS n FROM pg_stat_user_tables WHERE relname = $1`,
    [table],
  );
  return rows[0]!.n;
}

test('a start reads the series of its symbols only, before the server has statistics of them', async () => {
  await database.source.query(
    `INSERT INTO series (source, symbol, interval) SELECT 'held', 'OTHER-' || n, 'ONE_HOUR' FROM generate_series(1, 50000) n`,
  );
  const pool = new Pool({ connectionString: database.url, max: 1 });
  // The server may cut it while it ends.
  pool.on('error', () => undefined);
  const before = await rowsRead(pool, 'series');
  await new CollectionJobRepository(database.source).transaction(async (tx) => {
    await tx.create(randomUUID(), someDraft(10), ACTOR);
  });
  await database.source.query('SELECT pg_stat_force_next_flush()');
  expect((await rowsRead(pool, 'series')) - before).toBeLessThanOrEqual(4 * 10);
  await pool.end();
});

test('a start with many symbols takes no longer after many others on its connection', async () => {
  const databases = await database.open();
  const jobs = new CollectionJobRepository(databases.commands);
  // From the sixth on, PostgreSQL may use one plan for all values of a prepared statement.
  for (let start = 1; start <= 7; start++) {
    const started = await jobs
      .transaction((tx) => tx.create(randomUUID(), someDraft(60_000), ACTOR))
      .catch((error: Error) => error);
    expect(started).toMatchObject({ progress: { total: 60_000 } });
  }
});
