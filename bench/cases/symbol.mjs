import pg from 'pg';
import { asText, table } from '../record/table.mjs';
import { profiled, profileTables } from '../support/service/cpu-profile.mjs';
import { inspectable, Inspector } from '../support/service/inspector.mjs';
import { KLINES, startKlinesServer } from '../support/endtoend/klines.mjs';
import { cpuSeconds, cpuSecondsUnder } from '../support/process.mjs';
import { digits, median, whole } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const WATCH_MS = 15_000;
const WARM_UP_MS = 5_000;
/** Enough for two hours at Binance's rate. */
const SYMBOLS = 20_000;
const CONCURRENCY = 8;
const HOURS = 24;

/**
 * What a symbol of 24 bars costs at a source's own rate, 40 requests a second for Binance: a service that runs one job,
 * and the same with the job paused, in turns. The difference is the work.
 */
export const symbol = {
  async run(context) {
    await withService([], (service, client) => measure(service, client, context));
    if (!context.profile) return;
    const { port, nodeOptions } = await inspectable();
    await withService(nodeOptions, (service, client) => profile(service, client, port, context));
  },
  tables: (measurements) => [symbolTable(measurements)],
};

async function withService(nodeOptions, work) {
  const [folder, exchange] = [await temporaryFolder(), await startKlinesServer()];
  const settings = { SOURCE_URLS: `binance=${exchange.url}`, LOG_LEVEL: 'info' };
  const service = await Service.start(folder.path, settings, nodeOptions);
  const client = new pg.Client({ connectionString: service.databaseUrl() });
  await client.connect();
  try {
    await work(service, client);
  } finally {
    await client.end();
    await service.kill('SIGTERM');
    await exchange.stop();
    await folder.remove();
  }
}

async function measure(service, client, { rounds, scale, note, record }) {
  const id = await startJob(service);
  note('symbol: warm-up');
  await sleep(WARM_UP_MS * scale);
  for (let round = 1; round <= rounds; round++) {
    note(`symbol: round ${round}`);
    const working = await during(service, client, WATCH_MS * scale);
    await service.pause(id);
    await sleep(1_000);
    const idle = await during(service, client, WATCH_MS * scale);
    await service.resume(id);
    await sleep(1_000);
    await record({ contender: 'sluice', params: { bars: HOURS }, round, figures: { working, idle } });
  }
}

/** Apart from what is measured: a process that is inspected is slower. */
async function profile(service, client, port, { scale, note }) {
  note('symbol: profile');
  await startJob(service);
  await sleep(WARM_UP_MS * scale);
  const inspector = await Inspector.connect(port);
  const { profile, result } = await profiled(inspector, () => during(service, client, WATCH_MS * scale));
  inspector.close();
  console.log(`\nprofile of ${whole(result.seconds)} s, ${result.symbols} symbols`);
  for (const shown of profileTables(profile, result.symbols)) console.log(asText(shown));
}

function startJob(service) {
  return service.start({
    source: 'binance',
    symbols: Array.from({ length: SYMBOLS }, (_, n) => `S${n}USDT`),
    interval: 'ONE_HOUR',
    from: new Date(KLINES.from).toISOString(),
    to: new Date(KLINES.from + HOURS * 3_600_000).toISOString(),
    concurrency: CONCURRENCY,
  });
}

async function during(service, client, ms) {
  const before = await read(service, client);
  await sleep(ms);
  const after = await read(service, client);
  return Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]]));
}

async function read(service, client) {
  const { rows } = await client.query(
    `SELECT (SELECT succeeded FROM job_progress) AS symbols,
            (SELECT (xact_commit + xact_rollback)::float8 FROM pg_stat_database WHERE datname = current_database())
            AS transactions, pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS "walBytes"`,
  );
  const cpu = {
    nodeCpuSeconds: cpuSeconds(service.child.pid),
    postgresCpuSeconds: cpuSecondsUnder(service.postgresPid()),
  };
  return { seconds: performance.now() / 1_000, ...rows[0], ...cpu };
}

function symbolTable(measurements) {
  const all = measurements.map(({ figures }) => figures);
  const each = (valueOf) => median(all.map(valueOf));
  const rate = (name) => (phase) => each((figures) => figures[phase][name] / figures[phase].seconds);
  const perSymbol = (name) => each(({ working }) => working[name] / working.symbols);
  const beyondIdle = (name) =>
    each(({ working, idle }) => (working[name] - (idle[name] / idle.seconds) * working.seconds) / working.symbols);
  const row = (what, name, factor, places) => [
    what,
    digits(places)(perSymbol(name) * factor),
    digits(places)(beyondIdle(name) * factor),
    digits(places)(rate(name)('idle') * factor),
  ];
  const rows = [
    row('CPU of Node, ms', 'nodeCpuSeconds', 1_000, 2),
    row('CPU of PostgreSQL, ms', 'postgresCpuSeconds', 1_000, 2),
    row('transactions', 'transactions', 1, 2),
    row('WAL, bytes', 'walBytes', 1, 0),
  ];
  const title = `a symbol of ${HOURS} bars at ${digits(1)(rate('symbols')('working'))} symbols/s`;
  return table('symbol', title, ['', 'for each symbol', 'beyond the idle service', 'idle, per second'], rows);
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
