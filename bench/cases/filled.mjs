import { table } from '../record/table.mjs';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { bulkOf, COMMON, emptyDatabase, fullDatabase } from '../support/filled/databases.mjs';
import { GAPS, hasGaps, PROBES } from '../support/filled/probes.mjs';
import { METER_SETTINGS } from '../support/service/meter.mjs';
import { digits, groupBy, median, quantiles, whole } from '../support/report.mjs';
import { BenchServer } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

/** Of each probe in a round. */
const SAMPLES = 100;
const WARM_UP_SAMPLES = 10;
const RUNNING_JOBS = 10;
/** Enough for all rounds. */
const RUNNING_SYMBOLS = 5_000;
const LATENCY_MS = 100;
const STORES = `
  SELECT sum(total_plan_time + total_exec_time) / sum(calls) AS ms
    FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
   WHERE datname = $1 AND toplevel AND query LIKE '%INSERT INTO bar %'`;

/**
 * What commands, stores and queries take with many bars and jobs in the database, and with none but those that they
 * return: two services, each on its database of one server, in turns sample by sample.
 */
export const filled = {
  async run(context) {
    const { bars, jobs, keep, note } = context;
    const server = await BenchServer.start(METER_SETTINGS, keep);
    const exchange = new SteadyExchange(LATENCY_MS);
    const sides = [];
    try {
      const env = { SIMX_BASE_URL: await exchange.start() };
      const full = await fullDatabase(server, { bars, jobs, keep }, note);
      sides.push(await openSide('empty', await emptyDatabase(server, note), COMMON, env));
      sides.push(await openSide('filled', full, bulkOf(bars), env));
      await server.admin.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
      await measure(server, sides, context);
    } finally {
      for (const { service } of sides) await service.kill('SIGTERM');
      exchange.stop();
      // What is kept is not this copy.
      for (const { url } of sides) if (keep) await server.dropDatabase(url);
      await server.stop();
    }
  },
  tables: (measurements) => [filledTable(measurements)],
};

async function openSide(name, url, series, env) {
  const service = await Service.start('', { ...env, DATABASE_URL: url });
  const jobs = [];
  for (let n = 0; n < RUNNING_JOBS; n++) jobs.push(await startRunning(service));
  for (const id of jobs) await service.pause(id);
  return { name, url, service, series, jobs, random: pseudoRandom(1) };
}

/** Jobs with the same symbols, which therefore ask for all of them: mode REFRESH. */
function startRunning(service) {
  return service.start({
    source: 'simx',
    symbols: Array.from({ length: RUNNING_SYMBOLS }, (_, n) => `R-${n}`),
    interval: 'ONE_DAY',
    from: '2024-01-01T00:00:00Z',
    to: '2024-01-02T00:00:00Z',
    mode: 'REFRESH',
    concurrency: 1,
  });
}

async function measure(server, sides, { rounds, scale, note, record, bars, jobs }) {
  const probes = { ...PROBES, ...((await hasGaps(sides[0].service)) ? GAPS : {}) };
  const samples = Math.max(5, Math.round(SAMPLES * scale));
  let next = 0;
  for (let round = 1; round <= rounds; round++) {
    for (const [probe, time] of Object.entries(probes)) {
      note(`filled: ${probe}, round ${round}`);
      if (probe.startsWith('pause')) await forAllJobs(sides, 'resume');
      for (let n = 0; n < WARM_UP_SAMPLES * scale; n++, next++) for (const side of sides) await time(side, next);
      await server.admin.query('SELECT pg_stat_statements_reset()');
      const times = { empty: [], filled: [] };
      for (let n = 0; n < samples; n++, next++) {
        // Neither is always the one that comes after the other.
        const order = n % 2 === 0 ? sides : sides.toReversed();
        for (const side of order) times[side.name].push(Number((await time(side, next)).toFixed(3)));
      }
      if (probe.startsWith('pause')) await forAllJobs(sides, 'pause');
      for (const { name, url } of sides) {
        const params = { probe, bars, jobs };
        const storeMs = probe.includes('pages') ? await meanStore(server, url) : undefined;
        await record({ contender: name, params, round, figures: { times: times[name], storeMs } });
      }
    }
  }
}

/** The jobs run only while they are paused and resumed. */
async function forAllJobs(sides, command) {
  for (const { service, jobs } of sides) for (const id of jobs) await service[command](id);
}

async function meanStore(server, url) {
  const { rows } = await server.admin.query(STORES, [new URL(url).pathname.slice(1)]);
  return rows[0].ms;
}

/** The same series and times in every run. */
function pseudoRandom(seed) {
  let state = seed;
  return () => ((state = (state * 48_271) % 2_147_483_647) - 1) / 2_147_483_646;
}

function filledTable(measurements) {
  const { bars, jobs } = measurements[0].params;
  const rows = [...groupBy(measurements, ({ params }) => params.probe)].flatMap(([probe, own]) => {
    const [empty, full] = ['empty', 'filled'].map((side) => sideOf(own, side));
    const store = Number.isFinite(empty.storeMs)
      ? [row('of it, a store in the database, mean', storeOf(empty), storeOf(full))]
      : [];
    return [row(probe, empty, full), ...store];
  });
  const title = `with ${whole(bars)} bars and ${whole(jobs)} jobs, and without, ms`;
  const header = ['', 'without, p50', 'p99', 'with, p50', 'p99', 'ratio p50', 'ratio p99'];
  return table('filled', title, header, rows);
}

/** The samples of all rounds together: a p99 needs many. */
function sideOf(measurements, side) {
  const own = measurements.filter(({ contender }) => contender === side).map(({ figures }) => figures);
  return { ...quantiles(own.flatMap(({ times }) => times)), storeMs: median(own.map(({ storeMs }) => storeMs)) };
}

const storeOf = ({ storeMs }) => ({ p50: storeMs });

function row(label, empty, full) {
  const ms = [empty, full].flatMap(({ p50, p99 }) => [shown(p50, 1), shown(p99, 1)]);
  return [label, ...ms, shown(full.p50 / empty.p50, 2), shown(full.p99 / empty.p99, 2)];
}

function shown(value, places) {
  return Number.isFinite(value) ? digits(places)(value) : '';
}
