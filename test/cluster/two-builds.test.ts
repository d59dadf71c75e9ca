import { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import { previousBuild, type PreviousBuild } from '../support/previous-build';
import { SteadyExchange } from '../support/steady-exchange';

/** An upgrade of a cluster, node by node. */
const DRAFT = {
  symbols: Array.from({ length: 600 }, (_, n) => `S${n}`),
  interval: 'ONE_DAY',
  from: '2024-01-01T00:00:00Z',
  to: '2024-01-02T00:00:00Z',
  concurrency: 24,
};

let previous: PreviousBuild;
let exchange: SteadyExchange;
let cluster: Cluster;
beforeAll(async () => void (previous = await previousBuild()));
afterAll(() => previous.remove());
beforeEach(async () => {
  exchange = new SteadyExchange(60);
  cluster = await Cluster.open({ exchange: await exchange.start(), nodes: 1 });
});
afterEach(() => cluster.close().finally(() => exchange.close()));

const holders = async (id: string) => {
  const query = 'SELECT DISTINCT holder FROM job_lease WHERE job_id = $1 AND holder IS NOT NULL';
  return (await cluster.sql<{ holder: string }>(query, [id])).map(({ holder }) => holder);
};
const completes = (n: number, id: string) =>
  eventually(async () => (await cluster.job(n, id)).state === 'COMPLETED', { timeoutMs: 60_000 });

test('the build before this one works beside it on one schema; on another one it does not start', async () => {
  if (!previous.hasSameSchema) {
    await expect(cluster.addNode({}, previous.main)).rejects.toThrow('cannot use the database');
    return completes(0, await cluster.startJob(0, DRAFT));
  }
  await cluster.addNode({}, previous.main);
  exchange.hold();
  const id = await cluster.startJob(0, DRAFT);
  await eventually(async () => (await holders(id)).length === 2);
  exchange.release();
  for (const [node, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    expect(await cluster.commandInTheEnd(node, 'pauseJob', id)).toMatchObject({ state: 'PAUSED' });
    await eventually(async () => (await cluster.job(other, id)).settled);
    expect(await cluster.commandInTheEnd(other, 'resumeJob', id)).toMatchObject({ state: 'RUNNING' });
  }
  await completes(1, id);
});

test('a node that finds a newer schema stops taking runs and says so; a node of that version goes on', async () => {
  exchange.hold();
  const id = await cluster.startJob(0, DRAFT);
  await eventually(() => exchange.holds === DRAFT.concurrency);
  const ready = new URL('/health/ready', cluster.node(0).address);
  const isReady = async () => (await fetch(ready)).ok;
  expect(await isReady()).toBe(true);
  await cluster.sql(`INSERT INTO migration (timestamp, name) VALUES (9999999999999, 'Later9999999999999')`);
  await eventually(async () => !(await isReady()));
  await eventually(async () => (await holders(id)).length === 0);
  exchange.release();
  // As if this build were the one that knows the schema.
  await cluster.sql(`DELETE FROM migration WHERE timestamp = 9999999999999`);
  await cluster.addNode();
  await completes(1, id);
  expect(await isReady()).toBe(false);
});
