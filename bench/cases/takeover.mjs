import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { SteadyExchange } from '../support/service/exchange.mjs';
import { Nodes } from '../support/service/nodes.mjs';
import { nodeBinary } from '../support/node-binary.mjs';
import { BenchServer } from '../support/server.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles } from '../support/report.mjs';

const LATENCY_MS = 50;
/** A peer that has not taken over by then is reported as not taking over. */
const LIMIT_MS = 90_000;
/** As LIMIT_MS, for Sluice. */
const SLUICE_LIMIT_MS = 30_000;
/** Requests between the moment when both nodes hold all shards and the kill. */
const WARM_UP_REQUESTS = 300;

/**
 * Kills one of two workers with SIGKILL; measures when the other takes over what it had in flight. Sluice runs two
 * nodes with production settings. The peers run two processes on long items and report every step.
 */
export async function takeover({ samples, note, peers = PEERS }) {
  const results = [];
  for (const engine of ['postgres', 'redis']) {
    const times = [];
    for (let n = 0; n < samples; n++) {
      const cluster = await Nodes.open(engine);
      if (!cluster) break;
      note(`takeover: Sluice on ${engine}, kill ${n + 1} of ${samples}`);
      times.push(await killNode(cluster));
      if (times.at(-1) === null) note(`takeover: nothing was requested again within ${SLUICE_LIMIT_MS / 1_000} s`);
    }
    if (times.length > 0)
      results.push({ who: `Sluice on ${engine}`, ...summary(times), limitMs: SLUICE_LIMIT_MS, samples });
  }
  for (const [who, name, env] of peers) {
    note(`takeover: ${who}`);
    const ms = await killPeer(name, env);
    results.push({ who, p50: ms, max: ms, limitMs: LIMIT_MS, samples: 1 });
  }
  return results;
}

const PEERS = [
  ['BullMQ on PostgreSQL, its defaults', 'takeover-bullmq', {}],
  ['BullMQ on PostgreSQL, lock 2.5 s, check 0.7 s', 'takeover-bullmq', { LOCK_MS: '2500', CHECK_MS: '700' }],
  ['DBOS, another executor', 'takeover-dbos', {}],
];

/** @param times null: not within SLUICE_LIMIT_MS */
function summary(times) {
  const { p50, max } = quantiles(times.map((ms) => ms ?? Infinity));
  return { times, p50: Number.isFinite(p50) ? p50 : null, max: Number.isFinite(max) ? max : null };
}

/** @returns milliseconds; null: not within SLUICE_LIMIT_MS */
async function killNode(cluster) {
  const exchange = new SteadyExchange(LATENCY_MS);
  try {
    const [first, second] = await cluster.start(2, { SIMX_BASE_URL: await exchange.start() });
    const id = await first.startJob('T', 100_000, 24);
    await spreadOver(id, cluster);
    const wanted = exchange.requests.length + WARM_UP_REQUESTS;
    while (exchange.requests.length < wanted) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500));
    const asked = new Set(exchange.requests.map(({ symbol }) => symbol));
    // Only what the dead node had in flight is requested again.
    const again = exchange.next(({ symbol }) => asked.has(symbol));
    const limit = new Promise((resolve) => setTimeout(resolve, SLUICE_LIMIT_MS, null).unref());
    const killed = performance.now();
    await second.kill('SIGKILL');
    const request = await Promise.race([again, limit]);
    return request && request.at - killed;
  } finally {
    await cluster.close();
    exchange.stop();
  }
}

/** Waits until every shard of the job is held, and each of the two nodes holds some. */
async function spreadOver(id, { databaseUrl }) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  for (;;) {
    const { rows } = await client.query(
      `SELECT count(DISTINCT holder) = 2 AND bool_and(holder IS NOT NULL) AS "isSpread" FROM job_lease WHERE job_id = $1`,
      [id.replace('job_', '')],
    );
    if (rows[0].isSpread) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await client.end();
}

/** Runs two processes of a peer, which report each step of an item over HTTP. */
async function killPeer(name, env) {
  const server = await BenchServer.start();
  const databaseUrl = await server.createDatabase();
  const steps = [];
  let heard = () => {};
  const ear = createServer((request, response) => {
    const { searchParams } = new URL(request.url, 'http://ear');
    const step = { worker: searchParams.get('worker'), item: searchParams.get('item'), at: performance.now() };
    steps.push(step);
    heard(step);
    response.end();
  });
  ear.listen(0, '127.0.0.1');
  await once(ear, 'listening');
  const common = { ...process.env, ...env, DATABASE_URL: databaseUrl, EAR: `http://127.0.0.1:${ear.address().port}/` };
  const workers = [];
  try {
    for (const worker of ['a', 'b']) workers.push(await startPeer(name, { ...common, WORKER: worker }));
    while (new Set(steps.map(({ worker }) => worker)).size < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    const lost = new Set(steps.filter(({ worker }) => worker === 'b').map(({ item }) => item));
    const taken = new Promise((resolve) => {
      heard = ({ worker, item, at }) => worker === 'a' && lost.has(item) && resolve(at);
      setTimeout(resolve, LIMIT_MS, null).unref();
    });
    const killed = performance.now();
    workers[1].kill('SIGKILL');
    const takenAt = await taken;
    return takenAt && takenAt - killed;
  } finally {
    for (const worker of workers) worker.kill('SIGKILL');
    ear.closeAllConnections();
    ear.close();
    await server.stop();
  }
}

async function startPeer(name, env) {
  const script = fileURLToPath(new URL(`../contenders/${name}.mjs`, import.meta.url));
  const child = spawn(nodeBinary(), [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) if (line === 'ready') break;
  child.stdout.resume();
  return child;
}

export function printTakeover(results) {
  const ms = (value, limitMs) => (value === null ? `not within ${limitMs / 1_000} s` : digits(0)(value));
  const rows = results.map(({ who, p50, max, limitMs, samples }) => [who, samples, ms(p50, limitMs), ms(max, limitMs)]);
  return table(
    'takeover',
    'takeover: kill -9 of one of two → the other takes up what it had in flight, ms',
    ['', 'kills', 'p50', 'max'],
    rows,
  );
}
