import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { eventually } from '../support/eventually';
import { preparedFolder } from '../support/prepared-folder';
import { ask, ServiceProcess } from '../support/service-process';

let folder: Awaited<ReturnType<typeof preparedFolder>>;
let simx: SimxServer;
let service: ServiceProcess;
let api: string;

beforeEach(async () => {
  folder = await preparedFolder();
  simx = new SimxServer({ seed: 3, latencyMs: 0, ratePerSecond: 100_000, burst: 100_000 });
  const { baseUrl } = await simx.start();
  service = new ServiceProcess({ DATA_DIR: folder.path, SIMX_BASE_URL: baseUrl, SIMX_RATE_PER_SECOND: '100000' });
  api = await service.ready();
});

afterEach(async () => {
  simx.faults.clear();
  await service.kill('SIGTERM');
  await simx.close();
  await folder.remove();
});

/** Signals all processes of PostgreSQL: the postmaster and its children. */
async function signalPostgres(signal: NodeJS.Signals): Promise<void> {
  const pid = Number((await readFile(join(folder.path, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0]);
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter(Boolean);
  for (const process_ of [pid, ...children.map(Number)]) process.kill(process_, signal);
}

test('frozen in mid-run: commands get a clear error, readiness says 503, and all goes on when it is back', async () => {
  const hold = simx.faults.add({ kind: 'hold' });
  const symbols = ['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004', 'SIM-005'];
  const input = { source: 'simx', symbols, interval: 'ONE_DAY', from: '2024-01-01', to: '2024-02-01', concurrency: 2 };
  const times = { from: `${input.from}T00:00:00Z`, to: `${input.to}T00:00:00Z` };
  const { startCollection } = await ask<{ startCollection: { id: string } }>(
    api,
    'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
    { input: { ...input, ...times } },
  );
  await hold.reached(2);

  await signalPostgres('SIGSTOP');
  simx.faults.clear();
  const pause = `mutation { pauseJob(input: { id: "${startCollection.id}" }) { __typename } }`;
  await expect(ask(api, pause)).rejects.toThrow('SERVICE_UNAVAILABLE');
  const another = `mutation { startCollection(input: { source: "simx", symbols: ["SIM-009"], interval: ONE_DAY,
    from: "${times.from}", to: "${times.to}" }) { __typename } }`;
  await expect(ask(api, another)).rejects.toThrow('SERVICE_UNAVAILABLE');
  expect((await fetch(new URL('/health/ready', api))).status).toBe(503);
  expect((await fetch(new URL('/health/live', api))).status).toBe(200);
  await expect(ask(api, '{ jobs { totalCount } }')).rejects.toThrow('SERVICE_UNAVAILABLE');
  await signalPostgres('SIGCONT');

  // A refused command never takes effect: the job continues where it was, and there is no second job.
  const job = () =>
    ask<{ job: { state: string; settled: boolean; progress: { done: number } } }>(
      api,
      `{ job(id: "${startCollection.id}") { state settled progress { done } } }`,
    ).then((data) => data.job);
  await eventually(async () => expect(await job()).toMatchObject({ state: 'COMPLETED', progress: { done: 5 } }));
  expect((await fetch(new URL('/health/ready', api))).status).toBe(200);
  const { jobs } = await ask<{ jobs: { totalCount: number; edges: { node: { version: number } }[] } }>(
    api,
    '{ jobs { totalCount edges { node { version } } } }',
  );
  // Version 3: created, STARTED and COMPLETED.
  expect(jobs).toEqual({ totalCount: 1, edges: [{ node: { version: 3 } }] });
});
