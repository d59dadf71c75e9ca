import { readFileSync } from 'node:fs';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles, whole } from '../support/report.mjs';
import { temporaryFolder } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const LATENCY_MS = 50;
const CONCURRENCY = 32;
const ASKED = 60;

/** Measures one job with very many symbols: time to start, resident memory, and API latency while it runs. */
export async function large({ symbols, note }) {
  const folder = await temporaryFolder();
  const exchange = new SteadyExchange(LATENCY_MS);
  const service = await Service.start(folder.path, { SIMX_BASE_URL: await exchange.start() });
  try {
    const before = residentMiB(service.child.pid);
    note(`large: a job of ${symbols} symbols`);
    const first = exchange.next(() => true);
    const sent = performance.now();
    const id = await service.startJob('L', symbols, CONCURRENCY);
    const startMs = performance.now() - sent;
    const firstSymbolMs = (await first).at - sent;
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    const queries = await ask(service, queriesFor(id));
    return { symbols, startMs, firstSymbolMs, before, during: residentMiB(service.child.pid), queries };
  } finally {
    await service.kill('SIGTERM');
    exchange.stop();
    await folder.remove();
  }
}

function queriesFor(id) {
  return {
    'jobs(first: 50)': '{ jobs(first: 50) { edges { node { id state progress { done total } } } } }',
    job: `{ job(id: "${id}") { state progress { done total rows symbolsPerSecond } inFlight { symbol } } }`,
    'symbols(first: 50)': `{ job(id: "${id}") { symbols(first: 50) { edges { node { symbol state } } } } }`,
    'symbols(states: [FAILED]), none is': `{ job(id: "${id}") { symbols(first: 50, states: [FAILED]) { edges { node { symbol } } } } }`,
  };
}

async function ask(service, queries) {
  const took = {};
  for (const [name, query] of Object.entries(queries)) {
    const times = [];
    for (let n = 0; n < ASKED; n++) {
      const began = performance.now();
      await service.ask(query);
      times.push(performance.now() - began);
    }
    took[name] = quantiles(times);
  }
  return took;
}

function residentMiB(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1_024;
}

export function printLarge({ symbols, startMs, firstSymbolMs, before, during, queries }) {
  const rows = Object.entries(queries).map(([name, { p50, max }]) => [name, ...[p50, max].map(digits(1))]);
  return table(
    'large',
    `a job of ${whole(symbols)} symbols, running: queries beside it, ms`,
    ['', 'p50', 'max'],
    rows,
    [
      `Started in ${whole(startMs)} ms, first symbol after ${whole(firstSymbolMs)} ms; resident ${whole(before)} MiB before, ${whole(during)} MiB during.`,
    ],
  );
}
