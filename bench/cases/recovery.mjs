import pg from 'pg';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles, whole } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const LATENCY_MS = 50;
const SYMBOLS = 100_000;
const CONCURRENCY = 32;

/** Kills the running service and its embedded PostgreSQL with SIGKILL and restarts it at once. In milliseconds. */
export async function recovery({ samples, note }) {
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(LATENCY_MS);
  const env = { SIMX_BASE_URL: await exchange.start() };
  let service = await Service.start(folder.path, env);
  const found = { firstStart: [], inFlightDone: [], fetchedTwice: 0 };
  try {
    await service.startJob('R', SYMBOLS, CONCURRENCY);
    for (let n = 0; n < samples; n++) {
      note(`recovery: kill ${n + 1} of ${samples}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000 + Math.random() * LATENCY_MS));
      service = await killAndRecover(service, exchange, folder.path, env, found);
    }
    const doubled = await doubles(service.databaseUrl());
    const { firstStart, inFlightDone, fetchedTwice } = found;
    const times = { firstStart: quantiles(firstStart), inFlightDone: quantiles(inFlightDone) };
    return { kills: samples, ...times, fetchedTwice, doubled };
  } finally {
    await service.kill('SIGTERM');
    exchange.stop();
    await folder.remove();
  }
}

async function killAndRecover(service, exchange, folder, env, found) {
  const firstAfter = () => exchange.next(() => true);
  await service.kill('SIGKILL');
  const [killed, killedAt] = [performance.now(), new Date()];
  const answeredBefore = exchange.requests.length;
  const inFlight = exchange.requests.slice(-CONCURRENCY).map(({ symbol }) => symbol);
  const first = firstAfter();
  const heir = await Service.start(folder, env);
  found.firstStart.push((await first).at - killed);
  const finished = await finishedBefore(heir.databaseUrl(), killedAt);
  await outcomes(heir.databaseUrl(), inFlight);
  found.inFlightDone.push(performance.now() - killed);
  found.fetchedTwice += exchange.requests.slice(answeredBefore).filter(({ symbol }) => finished.has(symbol)).length;
  return heir;
}

/** Symbols whose outcome was committed when the service was killed. */
async function finishedBefore(connectionString, moment) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query('SELECT symbol FROM job_symbol WHERE finished_at < $1', [moment]);
  await client.end();
  return new Set(rows.map(({ symbol }) => symbol));
}

async function outcomes(connectionString, symbols) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  for (;;) {
    const { rows } = await client.query(
      `SELECT count(*)::integer AS n FROM job_symbol WHERE symbol = ANY ($1) AND state <> 'PENDING'`,
      [symbols],
    );
    if (rows[0].n === symbols.length) break;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await client.end();
}

/**
 * Compares counted outcomes with finished symbols and stored bars (one per symbol).
 * @returns 0 if each was counted once
 */
async function doubles(connectionString) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(
    `SELECT abs(counted - done) + abs(counted - bars) AS n
       FROM (SELECT (SELECT sum(succeeded + empty + failed) FROM job_progress)::integer AS counted,
                    (SELECT count(*) FROM job_symbol WHERE state <> 'PENDING')::integer AS done,
                    (SELECT count(*) FROM bar)::integer AS bars) AS sums`,
  );
  await client.end();
  return rows[0].n;
}

export function printRecovery({ kills, firstStart, inFlightDone, fetchedTwice, doubled }) {
  const row = (what, { p50, max }) => [what, ...[p50, max].map(digits(0))];
  const rows = [
    row('kill -9 → first symbol started, ms', firstStart),
    row('kill -9 → symbols that were in flight done, ms', inFlightDone),
  ];
  const sums = `${whole(kills)} kills; outcomes doubled: ${doubled}; finished symbols fetched again: ${fetchedTwice}`;
  return table('recovery', 'recovery, embedded PostgreSQL included', ['', 'p50', 'max'], rows, [`${sums}.`]);
}
