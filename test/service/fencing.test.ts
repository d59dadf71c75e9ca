import { barsBetween } from '../../src/sources/simx/prices';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { ask, ServiceProcess } from '../support/service-process';

const SYMBOLS = ['SIM-001', 'SIM-002', 'SIM-003'];
const [FROM, TO] = ['2024-01-01T00:00:00.000Z', '2024-02-15T00:00:00.000Z'];
const SEED = 5;

let database: TestDatabase;
let simx: SimxServer;
let baseUrl: string;

beforeEach(async () => {
  database = await createTestDatabase();
  simx = new SimxServer({ seed: SEED, latencyMs: 0, ratePerSecond: 100_000, burst: 100_000 });
  ({ baseUrl } = await simx.start());
});

afterEach(async () => {
  simx.faults.clear();
  await simx.close();
  await database.drop();
});

async function startService(): Promise<{ service: ServiceProcess; api: string }> {
  const rate = { SIMX_BASE_URL: baseUrl, SIMX_RATE_PER_SECOND: '100000' };
  const service = new ServiceProcess({ DATABASE_URL: database.url, ...rate });
  return { service, api: await service.ready() };
}

/** As when the network between a machine and the database is cut: the server gives up its sessions, locks and all. */
async function cutOff(applicationPid: number): Promise<void> {
  const [{ started }] = await database.source.query<[{ started: Date }]>(
    'SELECT min(backend_start) AS started FROM pg_stat_activity WHERE application_name = $1',
    [`sluice service, pid ${applicationPid}`],
  );
  expect(started).not.toBeNull();
  await database.source.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_start >= $1`,
    [started],
  );
}

const history = () =>
  database.source.query<object[]>(
    'SELECT seq, type, "rows" FROM job_event WHERE type <> \'SYMBOLS_DONE\' ORDER BY seq',
  );
const bars = () => database.source.query<object[]>('SELECT * FROM bar ORDER BY symbol, time');

test('a service frozen in mid-page while another takes its job over: it stores nothing when it wakes, and ends', async () => {
  const frozen = await startService();
  const hold = simx.faults.add({ kind: 'hold' });
  const { startCollection } = await ask<{ startCollection: { id: string } }>(
    frozen.api,
    'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
    { input: { source: 'simx', symbols: SYMBOLS, interval: 'ONE_HOUR', from: FROM, to: TO, concurrency: 3 } },
  );
  await hold.reached(3);
  process.kill(frozen.service.pid, 'SIGSTOP');
  await cutOff(frozen.service.pid);
  // Its pages arrive while it is frozen.
  simx.faults.clear();

  const heir = await startService();
  await eventually(async () => {
    const { job } = await ask<{ job: { state: string } }>(heir.api, `{ job(id: "${startCollection.id}") { state } }`);
    return job.state === 'COMPLETED';
  });
  const [historyBefore, barsBefore] = [await history(), await bars()];
  process.kill(frozen.service.pid, 'SIGCONT');
  expect(await frozen.service.ended()).toMatchObject({
    code: 1,
    errors: expect.stringContaining('another service uses this database') as string,
  });
  expect(await history()).toEqual(historyBefore);
  expect(await bars()).toEqual(barsBefore);
  expect(historyBefore).toMatchObject(['CREATED', 'STARTED', 'RECOVERED', 'COMPLETED'].map((type) => ({ type })));
  const expected = SYMBOLS.flatMap((symbol) => barsBetween(SEED, symbol, 'ONE_HOUR', Date.parse(FROM), Date.parse(TO)));
  expect(barsBefore).toHaveLength(expected.length);
  await heir.service.kill('SIGTERM');
}, 60_000);
