import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../src/persistence/migrations/index';
import { collect, start } from '../support/collections';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';
import { readFixture, writeFixture } from './fixture';
import { schemaText } from './schema-text';
import { loadRows, rowsText } from './stored-rows';

const NAMES = MIGRATIONS.map(({ name }) => name);
const NEWEST = NAMES.at(-1)!;

const ANSWERS = `{
  jobs { totalCount nodes { id name state mode verdict symbolsWithGaps barsAlreadyThere createdAt
    progress { total done succeeded empty failed rows }
    symbols(first: 10) { nodes { symbol state rows missing attempts error { code message } startedAt finishedAt } }
    events(first: 100) { nodes { seq type fromState toState actor reason at } } } }
  series(first: 10) { totalCount nodes { id source symbol interval bars first last covered { from to } } }
  bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY) {
    nodes { time open high low close volume quoteVolume trades takerVolume } }
}`;

async function answersOf(service: Service): Promise<unknown> {
  const { data, errors } = await service.query(ANSWERS);
  expect(errors).toBeUndefined();
  return data;
}

const JANUARY = { from: '2024-01-01T00:00:00.000Z', to: '2024-02-01T00:00:00.000Z', interval: 'ONE_DAY' };
const at = (day: number) => Date.UTC(2024, 0, day);

/** A job in each state that lasts, with each kind of outcome. */
async function fill(service: Service): Promise<void> {
  const { quirks, faults } = service.simx;
  quirks.set('SIM-002', { holes: [{ from: at(1), to: at(32) }] });
  quirks.set('SIM-003', { twice: [at(5)], reachMs: Date.now() - at(4) });
  faults.add({ kind: 'unknown-symbol', symbol: 'SIM-004' });
  await collect(service, { ...JANUARY, name: 'complete' });
  await collect(service, { ...JANUARY, name: 'mixed', symbols: ['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004'] });
  for (const [name, command, symbols] of [
    ['paused', 'pauseJob', ['SIM-010', 'SIM-011', 'SIM-012']],
    ['cancelled', 'cancelJob', ['SIM-020', 'SIM-021', 'SIM-022']],
  ] as const) {
    const hold = faults.add({ kind: 'hold', symbol: symbols[1] });
    const id = await start(service, { ...JANUARY, name, symbols: [...symbols], concurrency: 1 });
    await hold.reached(1);
    await service.query(`mutation { ${command}(input: { id: "${id}", reason: "for a fixture" }) { __typename } }`);
    faults.clear();
    await eventually(async () => (await states(service))[name] !== 'RUNNING');
  }
  faults.add({ kind: 'ban', symbol: 'SIM-008', retryAfterSeconds: 3_600, times: 1 });
  await start(service, { ...JANUARY, name: 'failed', symbols: ['SIM-008', 'SIM-009'], concurrency: 1 });
  await eventually(async () => (await states(service)).failed === 'FAILED');
  await eventually(async () => (await drainsLeft(service)) === 0);
}

async function states(service: Service): Promise<Record<string, string>> {
  const { data } = await service.query<{ jobs: { nodes: { name: string; state: string }[] } }>(
    '{ jobs { nodes { name state } } }',
  );
  return Object.fromEntries(data.jobs.nodes.map(({ name, state }) => [name, state]));
}

async function drainsLeft(service: Service): Promise<number> {
  const [{ n }] = await service.database.source.query<[{ n: number }]>(
    'SELECT count(*)::integer AS n FROM job_lease WHERE NOT drained',
  );
  return n;
}

/** `npm run migration:fixture` writes the fixture of the newest migration. */
const isWriting = process.env.WRITE_FIXTURE === '1';

if (isWriting) {
  test('the fixture of the newest migration is written', async () => {
    const service = await Service.open();
    await fill(service);
    const answers = await answersOf(service);
    const { source } = service.database;
    writeFixture(NEWEST, { schema: await schemaText(source), rows: await rowsText(source), answers });
    await service.close();
  });
}

/** Opens a database with the migrations up to one. */
async function databaseOf(migration: string): Promise<{ database: TestDatabase; older: DataSource }> {
  const database = await createTestDatabase();
  while ((await database.source.query<unknown[]>('SELECT FROM migration')).length > 0) {
    await database.source.undoLastMigration();
  }
  const migrations = MIGRATIONS.slice(0, NAMES.indexOf(migration) + 1);
  const older = await new DataSource({ ...database.source.options, migrations }).initialize();
  await older.runMigrations();
  return { database, older };
}

describe.each(NAMES)('the schema of %s', (migration) => {
  test('is what it was', async () => {
    const { database, older } = await databaseOf(migration);
    expect(await schemaText(older)).toBe(readFixture(migration).schema);
    await older.destroy();
    await database.remove();
  });

  test('becomes the newest with all that is stored in it, and what was paused goes on', async () => {
    const { rows, answers } = readFixture(migration);
    const { database, older } = await databaseOf(migration);
    await loadRows(older, rows);
    await older.destroy();
    await database.source.runMigrations();
    const service = await Service.open({ DATABASE_URL: database.url });
    expect(await answersOf(service)).toEqual(answers);
    const { nodes } = (answers as { jobs: { nodes: { id: string; name: string }[] } }).jobs;
    const { id } = nodes.find(({ name }) => name === 'paused')!;
    await service.query(`mutation { resumeJob(input: { id: "${id}" }) { __typename } }`);
    await eventually(async () => (await states(service)).paused === 'COMPLETED');
    await collect(service, { ...JANUARY, symbols: ['SIM-030'] });
    await service.close();
    await database.remove();
  });
});
