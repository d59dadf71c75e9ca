import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bar } from '../../src/domain/bar';
import { barsBetween } from '../../src/sources/simx/market/prices';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { eventually } from '../support/eventually';
import { preparedFolder } from '../support/prepared-folder';
import { ask, ServiceProcess } from '../support/service-process';

const SEED = 7;
const FROM = '2024-01-01T00:00:00.000Z';
const TO = '2024-03-15T00:00:00.000Z';
const SYMBOLS = ['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004', 'SIM-005', 'SIM-006'];

interface Job {
  state: string;
  settled: boolean;
  progress: { done: number; rows: number };
  events: { edges: { node: { seq: number; type: string } }[] };
}

let folder: Awaited<ReturnType<typeof preparedFolder>>;
let simx: SimxServer;
let baseUrl: string;
let service: ServiceProcess;
let api: string;

beforeEach(async () => {
  folder = await preparedFolder();
  simx = new SimxServer({ seed: SEED, latencyMs: 0, ratePerSecond: 100_000, burst: 100_000 });
  ({ baseUrl } = await simx.start());
  await startService();
});

afterEach(async () => {
  simx.faults.clear();
  await service.kill('SIGTERM');
  await simx.close();
  await folder.remove();
});

async function startService(): Promise<void> {
  const exchange = { SIMX_BASE_URL: baseUrl, SIMX_RATE_PER_SECOND: '100000' };
  // The test asks for the job again and again, and for all bars at its end.
  service = new ServiceProcess({ DATA_DIR: folder.path, ...exchange, COST_PER_SECOND: '1000000000' });
  api = await service.ready();
}

async function startJob(input: object = {}): Promise<string> {
  const { startCollection } = await ask<{ startCollection: { id: string } }>(
    api,
    'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
    { input: { source: 'simx', symbols: SYMBOLS, interval: 'ONE_HOUR', from: FROM, to: TO, concurrency: 3, ...input } },
  );
  return startCollection.id;
}

const job = async (id: string) =>
  (
    await ask<{ job: Job }>(
      api,
      'query($id: ID!) { job(id: $id) { state reason settled progress { done rows } events(first: 500) { edges { node { seq type } } } } }',
      { id },
    )
  ).job;

const becomes = (id: string, state: string) => eventually(async () => expect(await job(id)).toMatchObject({ state }));

async function storedBars(symbol: string): Promise<Bar[]> {
  const { bars } = await ask<{ bars: { nodes: (Bar & { time: string })[] } }>(
    api,
    `query($symbol: String!) { bars(source: "simx", symbol: $symbol, interval: ONE_HOUR, first: 5000) {
       nodes { time open high low close volume quoteVolume trades takerVolume } } }`,
    { symbol },
  );
  return bars.nodes.map((bar) => ({ ...bar, time: Date.parse(bar.time) }));
}

/** Expects the stored bars to equal those of the simulation: none missing, duplicated or wrong. */
async function expectAllBars(): Promise<void> {
  for (const symbol of SYMBOLS) {
    const expected = barsBetween(SEED, symbol, 'ONE_HOUR', Date.parse(FROM), Date.parse(TO));
    expect(await storedBars(symbol)).toEqual(expected);
  }
}

const pagesAsked = () =>
  simx.requests.filter(({ status }) => status === 200).map(({ symbol, from }) => `${symbol} ${from}`);

test('kill -9 in mid-page, again and again: the job goes on by itself, every bar comes out once and right', async () => {
  const id = await startJob();
  for (const symbol of ['SIM-001', 'SIM-003', 'SIM-005']) {
    const hold = simx.faults.add({ kind: 'hold', symbol });
    await hold.reached(1);
    await service.kill('SIGKILL');
    simx.faults.clear();
    await startService();
  }
  await becomes(id, 'COMPLETED');
  await expectAllBars();
  const { progress, events } = await job(id);
  expect(progress).toMatchObject({ done: SYMBOLS.length, rows: SYMBOLS.length * 74 * 24 });
  expect(events.edges.map(({ node }) => node.seq)).toEqual(events.edges.map((_, index) => index + 1));
  expect(events.edges.filter(({ node }) => node.type === 'RECOVERED')).toHaveLength(3);
});

test('a page that is stored is not fetched again after a kill -9', async () => {
  simx.faults.add({ kind: 'hold', symbol: 'SIM-002' });
  const id = await startJob();
  // SIM-002 is held; every other symbol gets its outcome.
  await eventually(async () => (await job(id)).progress.done === SYMBOLS.length - 1);
  const before = pagesAsked();
  await service.kill('SIGKILL');
  simx.faults.clear();
  await startService();
  await becomes(id, 'COMPLETED');
  const after = pagesAsked().slice(before.length);
  expect(after.every((page) => page.startsWith('SIM-002 '))).toBe(true);
  expect(new Set(pagesAsked()).size).toBe(pagesAsked().length);
  await expectAllBars();
});

test('kill -9 while PAUSED and draining: it stays PAUSED, is settled after the restart, and resumes', async () => {
  const hold = simx.faults.add({ kind: 'hold' });
  const id = await startJob();
  await hold.reached(3);
  await ask(api, `mutation { pauseJob(input: { id: "${id}" }) { __typename } }`);
  await service.kill('SIGKILL');
  simx.faults.clear();
  await startService();
  expect(await job(id)).toMatchObject({ state: 'PAUSED', settled: true });
  await ask(api, `mutation { resumeJob(input: { id: "${id}" }) { __typename } }`);
  await becomes(id, 'COMPLETED');
  await expectAllBars();
});

test('kill -9 of PostgreSQL in mid-run: it is started again, and the job goes on as if nothing had been', async () => {
  const hold = simx.faults.add({ kind: 'hold', symbol: 'SIM-003' });
  const id = await startJob();
  await hold.reached(1);
  process.kill(await postmaster(), 'SIGKILL');
  simx.faults.clear();
  await becomes(id, 'COMPLETED');
  await expectAllBars();
  expect(new Set(pagesAsked()).size).toBe(pagesAsked().length);
  await expectRefusalOfSecond();
});

test('kill -9 of PostgreSQL while it is being started again: it is started once more', async () => {
  const hold = simx.faults.add({ kind: 'hold', symbol: 'SIM-003' });
  const id = await startJob();
  await hold.reached(1);
  let last = 0;
  for (let n = 0; n < 4; n++) {
    // The new process takes longer to be ready than to appear, so it is killed during its start.
    last = await eventually(async () => {
      const pid = await postmaster();
      expect([0, last]).not.toContain(pid);
      return pid;
    });
    process.kill(last, 'SIGKILL');
  }
  simx.faults.clear();
  await becomes(id, 'COMPLETED');
  await expectAllBars();
});

/** The pid of PostgreSQL, or 0 if there is none: between two processes, the lock file has the pid of the service. */
async function postmaster(): Promise<number> {
  const lock = await readFile(join(folder.path, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(lock.split('\n')[0]);
  return pid === service.pid ? 0 : pid;
}

/** Expects that the lock against a second service is held again. */
async function expectRefusalOfSecond(): Promise<void> {
  const second = new ServiceProcess({ DATA_DIR: folder.path });
  expect(await second.ended()).toMatchObject({ code: 1, errors: expect.stringContaining('in use') });
}

test('a symbol of many pages goes on with its next page: after a pause with ABORT, a restart, a kill -9', async () => {
  const [symbol, to] = ['SIM-001', '2024-01-31T00:00:00.000Z'];
  const id = await startJob({ symbols: [symbol], interval: 'ONE_MINUTE', to });
  const inMidPage = async (deed: () => Promise<unknown>) => {
    const pages = pagesAsked().length;
    await eventually(() => pagesAsked().length > pages + 5);
    const hold = simx.faults.add({ kind: 'hold' });
    await hold.reached(1);
    // The next page is asked for while the one before it is stored: what is not stored yet is asked for again.
    await eventually(async () =>
      expect(await job(id)).toMatchObject({ progress: { rows: pagesAsked().length * 500 } }),
    );
    await deed();
    simx.faults.clear();
  };
  await inMidPage(() => ask(api, `mutation { pauseJob(input: { id: "${id}", inFlight: ABORT }) { __typename } }`));
  await eventually(async () => expect(await job(id)).toMatchObject({ state: 'PAUSED', settled: true }));
  await ask(api, `mutation { resumeJob(input: { id: "${id}" }) { __typename } }`);
  await inMidPage(() => service.kill('SIGKILL').then(startService));
  await inMidPage(async () => {
    const ended = service.kill('SIGTERM');
    simx.faults.clear();
    await ended;
    await startService();
  });
  await becomes(id, 'COMPLETED');
  const bars = 30 * 24 * 60;
  expect(await job(id)).toMatchObject({ progress: { done: 1, rows: bars } });
  expect(pagesAsked()).toHaveLength(Math.ceil(bars / 500));
  expect(new Set(pagesAsked()).size).toBe(pagesAsked().length);
});

test('SIGTERM in mid-run: what is in flight is stored, exit 0, and the job goes on after the restart', async () => {
  const hold = simx.faults.add({ kind: 'hold', symbol: 'SIM-003' });
  const id = await startJob();
  await hold.reached(1);
  const ended = service.kill('SIGTERM');
  simx.faults.clear();
  expect(await ended).toMatchObject({ code: 0, errors: '' });
  await startService();
  await becomes(id, 'COMPLETED');
  await expectAllBars();
  expect(new Set(pagesAsked()).size).toBe(pagesAsked().length);
});
