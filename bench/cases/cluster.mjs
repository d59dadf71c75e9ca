import { SteadyExchange } from '../support/service/exchange.mjs';
import { Meter, METER_SETTINGS } from '../support/service/meter.mjs';
import { Nodes } from '../support/service/nodes.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles, whole } from '../support/report.mjs';

const NODES = 3;
const WATCH_MS = 20_000;
/** For what the phase before has left: closing connections, the distribution of runs. */
const SETTLE_MS = 12_000;
/** 10 million symbols a day. */
const RATE = 116;
/** Longest wait until the shards are evenly distributed. */
const EVEN_MS = 60_000;
/** Below the 15 minutes at which a job fails. */
const REST_SECONDS = 800;
const LATENCY_MS = 50;
const PAUSES = 20;
/** Jobs that are started at the same time. */
const STARTERS = 8;

/**
 * Measures what a cluster of three nodes costs, at rest, at RATE symbols per second, and with jobs that wait for a
 * source: it has asked for a rest. A waiting job has one shard.
 */
export async function cluster({ jobs, note }) {
  const results = [];
  for (const engine of ['postgres', 'redis']) {
    const nodes = await Nodes.open(engine, METER_SETTINGS);
    if (nodes)
      results.push({ engine, jobs, ...(await measure(nodes, jobs, (text) => note(`cluster, ${engine}: ${text}`))) });
  }
  return results;
}

async function measure(nodes, jobs, note) {
  const exchange = new SteadyExchange(LATENCY_MS);
  let meter;
  try {
    await nodes.start(NODES, {
      SIMX_BASE_URL: await exchange.start(),
      SIMX_RATE_PER_SECOND: String(RATE),
    });
    meter = await Meter.on(nodes);
    note('at rest');
    await settle();
    const rest = await meter.during(WATCH_MS);
    note(`${RATE} symbols a second`);
    const steady = await steadily(nodes, exchange, meter);
    note(`${jobs} jobs start`);
    const ids = await startWaiting(nodes, exchange, meter, jobs);
    note(`${jobs} jobs wait`);
    await settle();
    const waiting = { ...(await meter.during(WATCH_MS)), holders: await meter.holders() };
    note('pauses');
    return { rest, steady, waiting, pause: await pauses(nodes, ids) };
  } finally {
    await meter?.close();
    await nodes.close();
    exchange.stop();
  }
}

async function steadily({ nodes }, exchange, meter) {
  const id = await nodes[0].startJob('S', RATE * 120, 24);
  await settle();
  const before = exchange.requests.length;
  const costs = await meter.during(WATCH_MS);
  const symbols = (exchange.requests.length - before) / costs.seconds;
  await nodes[0].ask(`mutation { cancelJob(input: { id: "${id}" }) { ... on CollectionJob { state } } }`);
  return { ...costs, symbols };
}

/** Resolves when all jobs are running. */
async function startWaiting({ nodes }, exchange, meter, jobs) {
  exchange.restSeconds = REST_SECONDS;
  const ids = [];
  let started = 0;
  const start = async () => {
    for (let n = started++; n < jobs; n = started++) ids.push(await nodes[n % nodes.length].startJob(`W${n}`, 10, 1));
  };
  await Promise.all(Array.from({ length: STARTERS }, start));
  await evenedOut(meter, jobs);
  return ids;
}

/** Resolves when every node holds its part of the shards. */
async function evenedOut(meter, shards) {
  const until = performance.now() + EVEN_MS;
  for (;;) {
    const counts = Object.values(await meter.holders());
    const held = counts.reduce((sum, count) => sum + count, 0);
    if (held === shards && Math.min(...counts) >= Math.floor(shards / NODES) - 1) return;
    if (performance.now() > until) throw new Error(`the nodes hold ${counts.join(', ')} of ${shards} shards`);
    await sleep(500);
  }
}

async function pauses({ nodes }, ids) {
  const times = [];
  for (let n = 0; n < PAUSES; n++) {
    await sleep(100 + Math.random() * 250);
    const [id] = ids.splice(Math.floor(Math.random() * ids.length), 1);
    const sent = performance.now();
    const node = nodes[Math.floor(Math.random() * nodes.length)];
    const { pauseJob } = await node.ask(
      `mutation { pauseJob(input: { id: "${id}" }) { __typename ... on CollectionJob { state } } }`,
    );
    if (pauseJob.state !== 'PAUSED') throw new Error(`a pause was answered with ${JSON.stringify(pauseJob)}`);
    times.push(performance.now() - sent);
  }
  return quantiles(times);
}

const settle = () => sleep(SETTLE_MS);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export function printCluster(results) {
  return results.map(printEngine);
}

function printEngine({ engine, jobs, rest, steady, waiting, pause }) {
  const phases = [rest, steady, waiting];
  const row = (name, valueOf) => [name, ...phases.map(valueOf)];
  const percent = (share) => digits(1)(share * 100);
  const list = (values, format) => values.map(format).join(' / ');
  const perSymbol = (name, valueOf, format) => [name, '', format(valueOf(steady) / steady.symbols), ''];
  const beyondRest = (valueOf) => (costs) => valueOf(costs) - valueOf(rest);
  const nodesCpu = ({ cpu }) => cpu.nodes.reduce((sum, share) => sum + share, 0);
  const names = [...new Set(phases.flatMap(({ connections }) => Object.keys(connections)))].sort();
  const rows = [
    row('transactions/s', ({ transactions }) => digits(1)(transactions)),
    row('statements/s', ({ statements }) => digits(1)(statements)),
    row('of which heartbeats', ({ heartbeats }) => digits(1)(heartbeats)),
    row('a heartbeat in the database, mean ms', ({ heartbeatMs }) => digits(2)(heartbeatMs)),
    row('WAL bytes/s', ({ walBytes }) => whole(walBytes)),
    row('CPU of each node, %', ({ cpu }) => list(cpu.nodes, percent)),
    row('CPU of PostgreSQL, %', ({ cpu }) => percent(cpu.postgres)),
    ...(rest.cpu.redis === null ? [] : [row('CPU of Redis, %', ({ cpu }) => percent(cpu.redis))]),
    row('resident MiB of each node', ({ residentMiB }) => list(residentMiB, whole)),
    ['shards held by each node', '', '', list(Object.values(waiting.holders), whole)],
    ['pause, p50 / max ms', '', '', list([pause.p50, pause.max], digits(1))],
    ['symbols/s', '', digits(1)(steady.symbols), ''],
    perSymbol('transactions per symbol', ({ transactions }) => transactions, digits(2)),
    perSymbol('WAL bytes per symbol', ({ walBytes }) => walBytes, whole),
    perSymbol('rows of job_event per symbol', ({ events }) => events, digits(2)),
    perSymbol(
      'µs of all nodes per symbol, beyond rest',
      beyondRest((costs) => nodesCpu(costs) * 1e6),
      whole,
    ),
    perSymbol(
      'µs of PostgreSQL per symbol, beyond rest',
      beyondRest(({ cpu }) => cpu.postgres * 1e6),
      whole,
    ),
    ...names.map((name) => row(`connections: ${name}`, ({ connections }) => connections[name] ?? 0)),
  ];
  const header = ['', 'at rest', `${RATE} symbols/s`, `${whole(jobs)} jobs wait`];
  return table(`cluster.${engine}`, `cluster: ${NODES} nodes on ${engine}, all on this machine`, header, rows);
}
