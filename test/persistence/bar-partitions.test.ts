import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { Lease, SymbolStep } from '../../src/application/ports/collection-ledger';
import type { CollectionJob } from '../../src/domain/collection-job';
import { createCore, type Core } from '../../src/core';
import { partitionBars, type Period } from '../../src/persistence/bars/bar-partitions';
import { dropBars } from '../../src/persistence/bars/bar-retention';
import { partitionsOf } from '../../src/persistence/bars/bar-table';
import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { poolOf } from '../../src/persistence/database/data-source';
import { committed } from '../support/committed';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { ACTOR, QUICK_RETRY, someDraft } from '../support/harness';
import { barAt } from '../support/held-source';
import { miscounted } from '../support/series';
import { stepOf } from '../support/steps';

let database: TestDatabase;
let ledger: PostgresLedger;
let core: Core;
let client: Client;
let seriesId: number;

beforeEach(async () => {
  database = await createTestDatabase();
  ledger = new PostgresLedger(database.source, 'tester');
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const parts = { sources: new Map(), retry: QUICK_RETRY, maxInFlight: 1, cluster: null, log };
  core = await createCore({ databases: await database.open(), ...parts });
  client = new Client({ connectionString: database.url });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.drop();
});

/** Starts a job under a lease of the test, without workers. */
async function started(): Promise<{ job: CollectionJob; lease: Lease }> {
  const { id } = await core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(1), ACTOR));
  const { job, lease } = await ledger.takeLease({ jobId: id, shard: 0 });
  [{ id: seriesId }] = await database.source.query<[{ id: number }]>('SELECT id FROM series');
  return { job: job!, lease: lease! };
}

/** Returns a step with one bar per day, at the given price. */
function step(number: number, days: readonly string[], price: string): SymbolStep {
  const bars = days.map((day) => barAt(Date.parse(day), price));
  return stepOf(0, seriesId, { number, bars, ending: null });
}

async function collect(days: readonly string[], price: string): Promise<void> {
  const { job, lease } = await started();
  expect(await ledger.store(lease, job, [step(1, days, price)])).toMatchObject({
    job: { progress: { rows: days.length } },
  });
}

async function stored(): Promise<string[]> {
  const filter = { source: 'held', symbol: 'S0', interval: 'ONE_HOUR', from: null, to: null } as const;
  const bars = await core.reader.bars(filter, null, 100);
  return bars.map(({ time, close }) => `${new Date(time).toISOString().slice(0, 10)} ${close}`);
}

const month = (aheadMonths = 0) => partitionBars(client, { by: 'month', aheadMonths });
const names = async () => (await partitionsOf(client))?.map(({ name }) => name) ?? null;
const inDefault = async () => (await client.query('SELECT FROM bar_default')).rowCount;
const thisMonth = () => `bar_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;

const DAYS = ['2023-12-31', '2024-01-01', '2024-03-05'];

test('all bars move into a partition each month, with the key under its name', async () => {
  await collect(DAYS, '7.50');
  const created = ['bar_2023_12', 'bar_2024_01', 'bar_2024_03', thisMonth()];
  expect(await month()).toEqual({ by: 'month', isNew: true, created, moved: 3 });
  expect(await names()).toEqual([...created, 'bar_default']);
  expect(await stored()).toEqual(['2023-12-31 7.50', '2024-01-01 7.50', '2024-03-05 7.50']);
  expect(await inDefault()).toBe(0);
});

test('TypeORM finds in it what it found in the whole table', async () => {
  const drift = async () =>
    (await database.source.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query);
  const before = await drift();
  expect(before.filter((query) => query.includes('"bar"'))).toEqual([]);
  await month();
  expect(await drift()).toEqual(before);
});

test('what is collected again is brought up to date, also what is in the default partition', async () => {
  await collect(DAYS.slice(0, 1), '7.50');
  await month();
  for (const price of ['7.50', '8.50']) await collect(DAYS, price);
  expect(await stored()).toEqual(['2023-12-31 8.50', '2024-01-01 8.50', '2024-03-05 8.50']);
  expect(await inDefault()).toBe(2);
});

test('a second call moves what is in the default partition, and adds what lies ahead', async () => {
  await month();
  await collect(DAYS, '7.50');
  expect(await month()).toMatchObject({
    isNew: false,
    created: ['bar_2023_12', 'bar_2024_01', 'bar_2024_03'],
    moved: 3,
  });
  expect(await inDefault()).toBe(0);
  expect((await partitionBars(client, { by: undefined, aheadMonths: 2 })).created).toHaveLength(2);
  expect(await partitionBars(client, { by: undefined, aheadMonths: 2 })).toMatchObject({ created: [], moved: 0 });
  await collect(DAYS, '8.50');
  expect(await stored()).toEqual(['2023-12-31 8.50', '2024-01-01 8.50', '2024-03-05 8.50']);
});

test('by year; and the period stays', async () => {
  await collect(DAYS, '7.50');
  const thisYear = `bar_${new Date().getUTCFullYear()}`;
  expect(await partitionBars(client, { by: 'year', aheadMonths: 0 })).toMatchObject({
    created: ['bar_2023', 'bar_2024', thisYear],
  });
  await expect(month()).rejects.toThrow('bar is partitioned by year already, which --by cannot change');
  expect(await partitionBars(client, { by: undefined, aheadMonths: 0 })).toMatchObject({ by: 'year', created: [] });
});

test('unless told otherwise, three months ahead, or the next year', async () => {
  const unasked = (by: Period) => partitionBars(client, { by, aheadMonths: undefined });
  expect((await unasked('month')).created).toHaveLength(4);
  await client.query('DROP TABLE bar CASCADE; CREATE TABLE bar (time timestamptz(3) PRIMARY KEY)');
  const year = new Date().getUTCFullYear();
  expect((await unasked('year')).created).toEqual([`bar_${year}`, `bar_${year + 1}`]);
  expect(await partitionBars(client, { by: undefined, aheadMonths: undefined })).toMatchObject({ created: [] });
});

test('who waits for it meanwhile finds the partitioned table, on a connection that knew the other one', async () => {
  await collect(DAYS.slice(0, 1), '7.50');
  const { job, lease } = await started();
  const holder = await poolOf(database.source).connect();
  await holder.query('BEGIN; LOCK TABLE bar IN ACCESS SHARE MODE');
  const partitioned = month();
  await lockIsAwaited(1);
  const storing = ledger.store(lease, job, [step(1, DAYS, '8.50')]);
  await lockIsAwaited(2);
  // A store that waits for the table holds no lock yet, so commands are not blocked.
  expect(await committed(core, job.id, 'PAUSE', ACTOR)).toMatchObject({ state: 'PAUSED' });
  await holder.query('COMMIT');
  holder.release();
  expect(await partitioned).toMatchObject({ moved: 1 });
  expect(await storing).toMatchObject({ job: { progress: { rows: 3 } } });
  expect(await stored()).toEqual(['2023-12-31 8.50', '2024-01-01 8.50', '2024-03-05 8.50']);
});

/** Waits until this many sessions wait for a lock on the table. */
async function lockIsAwaited(sessions: number): Promise<void> {
  const waiting = `SELECT FROM pg_locks WHERE NOT granted AND relation = 'bar'::regclass AND database =
                   (SELECT oid FROM pg_database WHERE datname = current_database())`;
  await eventually(async () => (await poolOf(database.source).query(waiting)).rowCount === sessions);
}

test('others keep their rights, and the owner the table', async () => {
  const [owner, reader] = ['owner', 'reader'].map((name) => `${name}_${randomUUID().slice(0, 8)}`);
  await client.query(`CREATE ROLE ${owner}; CREATE ROLE ${reader}; GRANT CREATE, USAGE ON SCHEMA public TO ${owner};
                      ALTER TABLE bar OWNER TO ${owner}; ALTER VIEW bars OWNER TO ${owner};
                      GRANT SELECT ON bar, bars TO ${reader}; GRANT SELECT ON series TO ${owner}`);
  await month();
  const { rows } = await client.query(
    `SELECT DISTINCT pg_get_userbyid(relowner)::text AS owner FROM pg_class WHERE relname ~ '^bar(s|_\\d.*|_default)?$' AND relkind IN ('r', 'p', 'v')`,
  );
  expect(rows).toEqual([{ owner }]);
  await client.query(`SET ROLE ${reader}; SELECT FROM bar; SELECT FROM bars; RESET ROLE`);
  await client.query(`DROP OWNED BY ${owner}, ${reader}; DROP ROLE ${owner}, ${reader}`);
});

describe('retention', () => {
  test('drops what ends by the date, and nothing else', async () => {
    await collect(DAYS, '7.50');
    await month();
    expect(await dropBars(client, new Date('2024-02-01'))).toEqual({
      partitions: [
        { name: 'bar_2023_12', bars: 1 },
        { name: 'bar_2024_01', bars: 1 },
      ],
      remaining: 0,
    });
    expect(await stored()).toEqual(['2024-03-05 7.50']);
    // All of January was covered, see `step`. What is gone can be collected again.
    const known = `SELECT covered::text, bars::integer, first_bar = last_bar AS "isOne" FROM series`;
    expect(await database.source.query(known)).toEqual([{ covered: '{}', bars: 1, isOne: true }]);
    expect(await miscounted(database.source)).toEqual([]);
    await collect(DAYS, '8.50');
    expect(await stored()).toEqual(['2023-12-31 8.50', '2024-01-01 8.50', '2024-03-05 8.50']);
  });

  test('says what it leaves: a partition that ends later, and the default one', async () => {
    await collect(DAYS.slice(1), '7.50');
    await month();
    await collect(DAYS, '7.50');
    expect(await dropBars(client, new Date('2024-03-31'))).toMatchObject({
      partitions: [{ name: 'bar_2024_01' }],
      remaining: 2,
    });
  });

  test('refuses a table that is one whole', async () => {
    await expect(dropBars(client, new Date())).rejects.toThrow('bar is not partitioned: npm run bars:partition first');
  });
});

test('a database without the table is refused in words', async () => {
  await client.query('DROP TABLE bar CASCADE');
  await expect(month()).rejects.toThrow('this database has no table bar');
});
