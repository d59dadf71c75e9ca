import { table } from '../record/table.mjs';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { inspectable, Inspector } from '../support/service/inspector.mjs';
import { insertPaused } from '../support/service/paused-jobs.mjs';
import { residentMiB } from '../support/process.mjs';
import { digits, groupBy, median } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const JOBS = 1_000;
const SYMBOLS = 10;
/** Below the 15 minutes at which a job fails. */
const REST_SECONDS = 800;
/** Jobs that are started at the same time. */
const STARTERS = 8;
const SETTLE_MS = 5_000;

/** What the service holds: nothing; jobs that are PAUSED; jobs that are RUNNING, each waiting for its source. */
const STATES = { none: async () => undefined, paused, waiting };

/** Memory of the service for a job that rests or waits: with 1,000 of them less without any. */
export const memory = {
  async run({ rounds, scale, note, record }) {
    const jobs = Math.max(50, Math.round(JOBS * scale));
    for (let round = 1; round <= rounds; round++) {
      for (const state of Object.keys(STATES)) {
        note(`memory: ${jobs} jobs, ${state}, round ${round}`);
        await record({ contender: 'sluice', params: { state, jobs }, round, figures: await measure(state, jobs) });
      }
    }
  },
  tables: (measurements) => [memoryTable(measurements)],
};

async function measure(state, jobs) {
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(0);
  exchange.restSeconds = REST_SECONDS;
  const { port, nodeOptions } = await inspectable();
  const service = await Service.start(folder.path, { SIMX_BASE_URL: await exchange.start() }, nodeOptions);
  const inspector = await Inspector.connect(port);
  try {
    await STATES[state](service, jobs);
    // Every state gets the same requests, which leave something in caches.
    for (let n = 0; n < 20; n++) await service.ask('{ jobs(first: 50) { edges { node { id state } } } }');
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    await inspector.collectGarbage();
    const { usedSize } = await inspector.call('Runtime.getHeapUsage');
    return { residentBytes: residentMiB(service.child.pid) * 2 ** 20, heapBytes: usedSize };
  } finally {
    inspector.close();
    await service.kill('SIGTERM');
    exchange.stop();
    await folder.remove();
  }
}

function paused(service, jobs) {
  return insertPaused(service.databaseUrl(), jobs);
}

async function waiting(service, jobs) {
  let started = 0;
  const start = async () => {
    for (let n = started++; n < jobs; n = started++) await service.startJob(`W${n}`, SYMBOLS, 1);
  };
  await Promise.all(Array.from({ length: STARTERS }, start));
}

function memoryTable(measurements) {
  const byState = groupBy(measurements, ({ params }) => params.state);
  const medianOf = (state, name) => median(byState.get(state).map(({ figures }) => figures[name]));
  const { jobs } = measurements[0].params;
  const perJob = (state, name) => digits(1)((medianOf(state, name) - medianOf('none', name)) / jobs / 1_024);
  const mib = (state, name) => digits(1)(medianOf(state, name) / 2 ** 20);
  const rows = [
    ['no job', mib('none', 'residentBytes'), '', mib('none', 'heapBytes'), ''],
    ...[
      ['paused', `${jobs} PAUSED jobs`],
      ['waiting', `${jobs} RUNNING jobs that wait for the source`],
    ].map(([state, label]) => [
      label,
      mib(state, 'residentBytes'),
      perJob(state, 'residentBytes'),
      mib(state, 'heapBytes'),
      perJob(state, 'heapBytes'),
    ]),
  ];
  const header = ['', 'resident, MiB', 'KiB a job', 'heap in use, MiB', 'KiB a job'];
  return table('memory', 'memory of the service, after a garbage collection', header, rows);
}
