import type { DataSource } from 'typeorm';
import { selectJob } from '../../src/persistence/jobs/job-row';
import { MIGRATIONS } from '../../src/persistence/migrations';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, type HarnessOptions } from '../support/harness';
import { EARLY_JOBS, storeEarlyJobs } from './early-jobs';

/**
 * What is stored survives every migration. A new one needs no line here unless it moves data: then what it must make of
 * the early jobs belongs into MADE.
 */

/** What readers see, whatever it is stored in: under every schema there is. */
const SEEN = {
  symbols: `SELECT job_id, position, symbol, state, page_cursor, attempts, "rows", error_code, error_message, started_at,
                   finished_at
              FROM job_symbol ORDER BY job_id, position`,
  events: `SELECT job_id, seq, type, at, from_state, to_state, actor, reason, total, succeeded, empty, failed, "rows",
                  active_ms, symbols_per_second
             FROM job_event ORDER BY job_id, seq`,
  bars: 'SELECT source, symbol, interval, time, open, high, low, close, volume FROM bar ORDER BY 1, 2, 3, 4',
  answers: 'SELECT actor, request_id, operation, fingerprint, answer, at FROM control_request ORDER BY 1, 2',
};

async function seen(database: DataSource): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = { jobs: await seenJobs(database) };
  for (const [what, query] of Object.entries(SEEN)) all[what] = await database.query<unknown[]>(query);
  return all;
}

/** Early schemas have a view of the jobs; to the statements of today belongs the schema of today. */
async function seenJobs(database: DataSource): Promise<unknown[]> {
  const [{ hasView }] = await database.query<[{ hasView: boolean }]>(
    `SELECT to_regclass('job_view') IS NOT NULL AS "hasView"`,
  );
  const jobs = hasView
    ? 'job_view'
    : `(SELECT *, "from" AS window_from, "to" AS window_to, "createdAt" AS created_at, "startedAt" AS started_at,
               "pausedAt" AS paused_at, "completedAt" AS completed_at, "activeMs"::bigint AS active_ms,
               "symbolsPerSecond" AS symbols_per_second FROM (${selectJob()}) job) job`;
  return database.query(
    `SELECT id, name, state, version, source, interval, window_from, window_to, concurrency, total, reason, created_at,
            started_at, paused_at, completed_at, active_ms, succeeded, empty, failed, "rows"::bigint AS "rows", drained,
            symbols_per_second
       FROM ${jobs} ORDER BY name`,
  );
}

/** What a migration makes of the early jobs beside what readers see, by its name. */
const MADE: Readonly<Record<string, (database: DataSource) => Promise<void>>> = {
  GroupCommit1795459757063: async (database) => {
    const lastEvents = await database.query<unknown[]>(
      'SELECT name, epoch, last_event FROM job_lease JOIN collection_job ON id = job_id ORDER BY last_event',
    );
    expect(lastEvents).toEqual([
      { name: 'pending', epoch: 0, last_event: 1 },
      { name: 'running', epoch: 7, last_event: 2 },
      { name: 'draining', epoch: 1, last_event: 3 },
      { name: 'drained', epoch: 2, last_event: 4 },
      { name: 'completed', epoch: 3, last_event: 5 },
      { name: 'cancelled', epoch: 4, last_event: 6 },
    ]);
  },
  Shares1795640237563: async (database) => {
    const [running] = await database.query<unknown[]>(
      `SELECT tally.*, to_jsonb(lease) AS lease, to_jsonb(claim) AS claim
         FROM job_tally tally JOIN job_lease lease USING (job_id) JOIN job_claim claim USING (job_id)
        WHERE job_id = $1`,
      [EARLY_JOBS.running],
    );
    const job_id = EARLY_JOBS.running;
    expect(running).toEqual({
      job_id,
      total: 4,
      // Its one share has the whole list.
      claimed: 4,
      claim: { job_id, share: 0, range_from: 0, range_to: 4 },
      lease: { job_id, share: 0, epoch: 7, holder: null, drained: false, finished: false },
      succeeded: 1,
      empty: 0,
      failed: 1,
      rows: '8',
      stored_at: new Date('2024-03-02T00:00:00.250Z'),
      last_event: 2,
      last_event_at: new Date('2024-03-01T00:00:01.500Z'),
      older_sample_ms: '1000',
      older_sample_done: 1,
      newer_sample_ms: '3000',
      newer_sample_done: 2,
    });
    expect(await database.query('SELECT job_id FROM job_tally')).toHaveLength(Object.keys(EARLY_JOBS).length);
    expect(await database.query('SELECT single_row FROM cluster')).toEqual([{ single_row: true }]);
  },
};

let database: TestDatabase;
beforeEach(async () => void (database = await createTestDatabase()));
afterEach(() => database.drop());

const applied = async () =>
  (await database.source.query<{ name: string }[]>('SELECT name FROM migration ORDER BY id')).map(({ name }) => name);

async function undoUntil(count: number): Promise<void> {
  while ((await applied()).length > count) await database.source.undoLastMigration();
}

/** One migration more, and no other. */
async function runNext(): Promise<string> {
  const { source } = database;
  const all = source.migrations;
  const count = (await applied()).length + 1;
  Object.assign(source, { migrations: all.slice(0, count) });
  await source.runMigrations({ transaction: 'each' });
  Object.assign(source, { migrations: all });
  expect(await applied()).toHaveLength(count);
  return (await applied()).at(-1)!;
}

async function runAll(): Promise<void> {
  await database.source.runMigrations({ transaction: 'each' });
}

async function storeUnderTheFirstSchema(): Promise<void> {
  await undoUntil(1);
  await storeEarlyJobs(database.source);
}

test('what the first version stored reads the same after each later migration, up and down again', async () => {
  await storeUnderTheFirstSchema();
  const before = await seen(database.source);
  expect(before.jobs).toHaveLength(Object.keys(EARLY_JOBS).length);
  const made = new Set<string>();
  for (let count = 2; count <= MIGRATIONS.length; count++) {
    const name = await runNext();
    expect({ name, ...(await seen(database.source)) }).toEqual({ name, ...before });
    await MADE[name]?.(database.source);
    made.add(name);
  }
  expect([...made]).toEqual(expect.arrayContaining(Object.keys(MADE)));
  for (let count = MIGRATIONS.length - 1; count >= 1; count--) {
    const undone = (await applied()).at(-1);
    await undoUntil(count);
    expect({ undone, ...(await seen(database.source)) }).toEqual({ undone, ...before });
    // As it did when it first got there.
    await MADE[(await applied()).at(-1)!]?.(database.source);
  }
});

/** The service as it is now, on the database that was migrated. */
async function serviceOn(migrated: TestDatabase, options: HarnessOptions = {}): Promise<Harness> {
  const harness = await Harness.open({ ...options, open: () => migrated.open() });
  await harness.takeUp();
  return harness;
}

test('the service goes on with what its first version stored: pages, counters, histories, drains', async () => {
  await storeUnderTheFirstSchema();
  await runAll();
  const harness = await serviceOn(database);
  try {
    const { source } = harness;
    // Two lanes of the RUNNING job, at its stored page and the next symbol, and two of the one that was PENDING.
    await eventually(() => expect(source.calls).toHaveLength(4));
    expect(source.calls.map(({ symbol, cursor }) => `${symbol} ${cursor}`).sort()).toEqual([
      'S0 null',
      'S1 null',
      'S2 page 2',
      'S3 null',
    ]);
    expect(await harness.history(EARLY_JOBS.draining)).toEqual(['CREATED', 'DRAINED']);
    expect(await harness.history(EARLY_JOBS.drained)).toEqual(['CREATED']);
    for (const name of ['draining', 'drained'] as const) await harness.core.resume.execute(EARLY_JOBS[name], ACTOR);
    source.onFetch = (call) => call.answer();
    for (const call of source.calls) call.answer();
    const progress = { total: 4, succeeded: 3, failed: 1, rows: 8 + 3 + 3 };
    for (const name of ['running', 'draining', 'drained'] as const) {
      expect(await harness.becomes(EARLY_JOBS[name], 'COMPLETED')).toMatchObject({ progress });
    }
    expect(await harness.becomes(EARLY_JOBS.pending, 'COMPLETED')).toMatchObject({ progress: { succeeded: 4 } });
    for (const id of Object.values(EARLY_JOBS)) {
      const seqs = (await harness.events(id)).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  } finally {
    await harness.close();
  }
});

test('a job of several shares survives the way back to the first schema, and is finished after the way up', async () => {
  const symbols = ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'];
  const before = await serviceOn(database, { engine: 'shares' });
  const { id } = await before.start(symbols, { concurrency: 3 });
  (await before.source.called('S0')).answer();
  (await before.source.called('S1')).answer(undefined, 'page 2');
  await eventually(async () => expect((await before.job(id)).progress.rows).toBe(6));
  await before.core.pause.execute(id, ACTOR);
  await before.source.called('S1', 2);
  await before.close();

  // One share has drained, the others were interrupted: so the job has not.
  await database.source.query('UPDATE job_lease SET drained = true, holder = NULL WHERE share = 0');
  const stored = await seen(database.source);
  expect(stored.jobs).toMatchObject([{ state: 'PAUSED', drained: false }]);
  for (let count = MIGRATIONS.length - 1; count >= 1; count--) {
    await undoUntil(count);
    expect({ count, ...(await seen(database.source)) }).toEqual({ count, ...stored });
  }
  await runAll();
  expect(await seen(database.source)).toEqual(stored);

  const after = await serviceOn(database);
  try {
    expect(await after.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'DRAINED']);
    after.source.onFetch = (call) => call.answer();
    await after.core.resume.execute(id, ACTOR);
    expect(await after.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 6, rows: 7 * 3 } });
    expect([...after.source.symbolsAsked].sort()).toEqual(symbols.slice(1));
  } finally {
    await after.close();
  }
});
