import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const WATCH = `subscription ($id: ID!) {
  jobUpdated(id: $id) { state version settled inFlight { symbol } progress { done } }
}`;
const FOLLOW = 'subscription ($id: ID!) { jobEvents(id: $id) { seq type } }';
const SYMBOLS = Array.from({ length: 30 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);

interface Shown {
  readonly state: string;
  readonly version: number;
  readonly settled: boolean;
  readonly inFlight: readonly { symbol: string }[];
  readonly progress: { readonly done: number };
}

/** A third node runs the job; it is commanded on `api` and watched on `other`. */
let api: Service;
let other: Service;
beforeEach(async () => {
  api = await Service.open({ NODE_ROLE: 'api' }, true);
  other = await api.addNode({ NODE_ROLE: 'api' });
  await api.addNode({ NODE_ROLE: 'worker' });
});
afterEach(() => api.close());

async function start(): Promise<string> {
  const { data } = await api.query<{ startCollection: { id: string } }>(
    `mutation ($symbols: [String!]!) { startCollection(input: { source: "simx", symbols: $symbols, interval: ONE_DAY,
       from: "2024-01-01T00:00:00Z", to: "2024-02-01T00:00:00Z", concurrency: 3 }) { ... on CollectionJob { id } } }`,
    { symbols: SYMBOLS },
  );
  return data.startCollection.id;
}

const command = (node: Service, name: string, id: string) =>
  node.query<Record<string, Shown>>(
    `mutation { ${name}(input: { id: "${id}" }) { ... on CollectionJob { state version settled inFlight { symbol } } } }`,
  );

/** Collects everything that a subscription delivers. `over` resolves when it completes. */
function collected<T>(node: Service, query: string, id: string, field: string): { seen: T[]; over: Promise<void> } {
  const seen: T[] = [];
  const over = (async () => {
    for await (const { data } of node.subscribe<Record<string, T>>(query, { id })) seen.push(data[field]!);
  })();
  return { seen, over };
}

test('a job that runs elsewhere is watched, paused, resumed and followed as if it ran here', async () => {
  const hold = api.simx.faults.add({ kind: 'hold' });
  const id = await start();
  const { seen, over } = collected<Shown>(other, WATCH, id, 'jobUpdated');
  const history = collected<{ seq: number; type: string }>(other, FOLLOW, id, 'jobEvents');
  await hold.reached(3);
  await eventually(async () => {
    const { data } = await other.query<{ job: Shown }>(`{ job(id: "${id}") { inFlight { symbol } settled } }`);
    return data.job.inFlight.length === 3 && !data.job.settled;
  });
  // The answer includes what is in flight on the node that has acknowledged the pause.
  const { data } = await command(api, 'pauseJob', id);
  expect(data.pauseJob).toMatchObject({ state: 'PAUSED', settled: false });
  expect(data.pauseJob!.inFlight).toHaveLength(3);
  api.simx.faults.clear();
  await eventually(() => seen.some(({ state, settled }) => state === 'PAUSED' && settled));
  expect(seen.filter(({ settled, inFlight }) => settled && inFlight.length > 0)).toEqual([]);
  await command(other, 'resumeJob', id);
  await Promise.all([over, history.over]);
  expect(seen.at(-1)).toMatchObject({ state: 'COMPLETED', progress: { done: SYMBOLS.length } });
  const versions = seen.map(({ version }) => version);
  expect([...new Set(versions)]).toEqual([2, 3, 4, 5].slice(-new Set(versions).size));
  expect(versions).toEqual([...versions].sort());
  expect(history.seen.map(({ seq }) => seq)).toEqual(history.seen.map((_, index) => index + 1));
});

test('what was said while nobody could hear it is made up for, every transition of it in its order', async () => {
  const hold = api.simx.faults.add({ kind: 'hold' });
  const id = await start();
  const { seen, over } = collected<Shown>(other, WATCH, id, 'jobUpdated');
  await hold.reached(3);
  await eventually(() => seen.length > 0);
  // All at once, so that each node misses the messages of the others.
  await api.database.source.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'sluice bus'`,
  );
  for (const name of ['pauseJob', 'resumeJob', 'pauseJob', 'resumeJob']) await command(api, name, id);
  api.simx.faults.clear();
  await over;
  const states = seen.map(({ state, version }) => `${version} ${state}`);
  expect([...new Set(states)]).toEqual(['2 RUNNING', '3 PAUSED', '4 RUNNING', '5 PAUSED', '6 RUNNING', '7 COMPLETED']);
});

test('a list that is watched on one node tells of jobs that another one starts', async () => {
  const { seen } = collected<Shown>(other, 'subscription { jobsUpdated { state version settled } }', '', 'jobsUpdated');
  // Nothing signals that a subscription has begun: start jobs until one of them is delivered.
  await eventually(async () => {
    await start();
    return seen.some(({ state }) => state === 'COMPLETED');
  });
});
