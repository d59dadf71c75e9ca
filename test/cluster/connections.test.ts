import { READ_CONNECTIONS } from '../../src/persistence/database/pool-options';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

/** Documented maximum of connections by use, see docs/scaling.md. */
const CONNECTIONS = {
  'sluice commands': 5,
  'sluice stores': 6,
  'sluice heartbeat': 1,
  'sluice reads': 4,
  'sluice queue': 4,
  listening: 1,
  'sluice bus': 1,
  'sluice service': 1,
};

/** Connections that every kind of work reaches under full load. */
const FULL = { 'sluice commands': 5, 'sluice stores': 6, 'sluice reads': READ_CONNECTIONS };

let node: Service;
beforeAll(async () => void (node = await Service.open({ MUTATIONS_PER_MINUTE: '100000' }, true)));
afterAll(() => node.close());

test('a node under every load at once has the connections that are documented, and no more', async () => {
  const seen: Record<string, number> = {};
  const look = async () => {
    for (const [use, n] of Object.entries(await connections())) seen[use] = Math.max(seen[use] ?? 0, n);
  };
  const jobs: string[] = [];
  // On a slow machine, a start may be refused because it took too long.
  for (let n = 0; n < 12; n++) jobs.push(await eventually(() => startedJob(n)));
  // Stores wait for the lock and make the commands wait; reads wait as well: every pool opens all its connections.
  const unlock = await locked('job_symbol');
  let isOver = false;
  const again = async (ask: () => Promise<void>) => {
    while (!isOver) await ask();
  };
  const load = Promise.all(jobs.flatMap((id) => [again(() => commanded(id)), again(looked)]));
  try {
    await eventually(async () => {
      await look();
      return Object.entries(FULL).every(([use, n]) => (seen[use] ?? 0) >= n);
    });
  } finally {
    isOver = true;
    await unlock();
  }
  await load;
  await look();
  for (const [use, n] of Object.entries(seen)) expect([use, n]).toEqual([use, Math.min(n, allowed(use))]);
  const documented = Object.values(CONNECTIONS).reduce((sum, n) => sum + n, 0);
  expect(documented).toBeLessThanOrEqual(24);
});

/** Locks a table. @returns a function that releases the lock */
async function locked(table: string): Promise<() => Promise<void>> {
  const runner = node.database.source.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SET LOCAL idle_in_transaction_session_timeout = 0');
  await runner.query(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  return () => runner.rollbackTransaction().finally(() => runner.release());
}

function allowed(use: string): number {
  return CONNECTIONS[use as keyof typeof CONNECTIONS] ?? 0;
}

/** Number of connections of the service by use. Those of the test have another application_name. */
async function connections(): Promise<Record<string, number>> {
  const rows = await node.database.source.query<{ use: string; n: number }[]>(
    `SELECT CASE WHEN application_name LIKE 'sluice service%' THEN 'sluice service'
                 WHEN application_name LIKE 'runs:w:%' THEN 'listening'
                 ELSE application_name END AS use,
            count(*)::integer AS n
       FROM pg_stat_activity
      WHERE datname = current_database() AND backend_type = 'client backend' AND application_name <> 'sluice test' GROUP BY 1`,
  );
  return Object.fromEntries(rows.map(({ use, n }) => [use, n]));
}

async function startedJob(n: number): Promise<string> {
  const symbols = Array.from({ length: 60 }, (_, s) => `SIM-${String(1 + ((n * 60 + s) % 120)).padStart(3, '0')}`);
  const input = {
    source: 'simx',
    symbols,
    interval: 'ONE_HOUR',
    from: '2024-01-01T00:00:00Z',
    to: '2024-06-01T00:00:00Z',
    concurrency: 12,
  };
  const { data } = await node.query<{ startCollection: { id: string } }>(
    `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`,
    { input },
  );
  return data.startCollection.id;
}

async function commanded(id: string): Promise<void> {
  for (const command of ['pauseJob', 'resumeJob']) {
    // May be refused because it waits too long: only the number of connections matters here.
    await node.query(`mutation { ${command}(input: { id: "${id}" }) { __typename } }`);
  }
}

async function looked(): Promise<void> {
  const job = 'id symbols(first: 50) { totalCount edges { node { symbol state } } } events { totalCount }';
  // May be refused because it takes too long.
  await node.query(`{ jobs(first: 12) { totalCount edges { node { ${job} } } } }`);
}
