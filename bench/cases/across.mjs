import { SteadyExchange } from '../support/service/exchange.mjs';
import { Nodes } from '../support/service/nodes.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles } from '../support/report.mjs';

const LATENCY_MS = 50;
const JOBS = 20;
const QUIET_MS = 20;

/** Commands random nodes of three; measures when subscribers on the same node and on another receive the event. */
export async function across({ samples, note }) {
  const results = [];
  for (const engine of ['postgres', 'redis']) {
    const cluster = await Nodes.open(engine);
    if (cluster)
      results.push({
        engine,
        ...(await measure(cluster, samples, (n) => note(`across, ${engine}: ${n} of ${samples}`))),
      });
  }
  return results;
}

async function measure(cluster, samples, note) {
  const exchange = new SteadyExchange(LATENCY_MS);
  try {
    const nodes = await cluster.start(3, { SIMX_BASE_URL: await exchange.start() });
    const jobs = [];
    for (let n = 0; n < JOBS; n++) jobs.push(await watched(nodes, `J${n}`));
    const found = { pause: [], resume: [], here: [], elsewhere: [], next: [], lateness: [] };
    for (let n = 0; n < samples; n++) {
      note(n + 1);
      await sample(nodes, exchange, jobs[n % JOBS], found);
    }
    for (const { close } of jobs) close();
    return Object.fromEntries(Object.entries(found).map(([name, values]) => [name, quantiles(values)]));
  } finally {
    await cluster.close();
    exchange.stop();
  }
}

/** Starts a job with a subscriber on every node. */
async function watched(nodes, prefix) {
  const job = { prefix, id: await nodes[0].startJob(prefix, 5_000, 2), onPaused: nodes.map(() => () => {}) };
  const closers = [];
  for (const [n, node] of nodes.entries()) {
    closers.push(await node.subscribe(job.id, (seen) => seen.state === 'PAUSED' && job.onPaused[n]()));
  }
  return { ...job, close: () => closers.forEach((close) => close()) };
}

async function sample(nodes, exchange, job, found) {
  const isOfJob = ({ symbol }) => symbol.startsWith(`${job.prefix}-`);
  await new Promise((resolve) => setTimeout(resolve, Math.random() * LATENCY_MS));
  const at = Math.floor(Math.random() * nodes.length);
  const heard = nodes.map((_, n) => new Promise((resolve) => (job.onPaused[n] = () => resolve(performance.now()))));
  const sent = performance.now();
  await nodes[at].ask(`mutation { pauseJob(input: { id: "${job.id}" }) { ... on CollectionJob { state } } }`);
  const answered = performance.now();
  found.pause.push(answered - sent);
  for (const [n, when] of heard.entries()) (n === at ? found.here : found.elsewhere).push((await when) - sent);
  await new Promise((resolve) => setTimeout(resolve, LATENCY_MS + QUIET_MS));
  found.lateness.push(exchange.requests.findLast(isOfJob).at - answered);

  const next = exchange.next(isOfJob);
  const resumed = performance.now();
  const other = nodes[Math.floor(Math.random() * nodes.length)];
  await other.ask(`mutation { resumeJob(input: { id: "${job.id}" }) { ... on CollectionJob { state } } }`);
  found.resume.push(performance.now() - resumed);
  found.next.push((await next).at - resumed);
}

const MEASURES = {
  pause: 'pause sent → answered: no node starts a symbol any more',
  here: 'pause sent → event at a subscriber of the same node',
  elsewhere: 'pause sent → event at a subscriber of another node',
  resume: 'resume sent → answered',
  next: 'resume sent → next symbol start',
  lateness: 'answer to the pause → last symbol start',
};

export function printAcross(results) {
  const rows = results.flatMap((result) =>
    Object.entries(MEASURES).map(([name, what]) => {
      const { p50, p99, max } = result[name];
      return [what, result.engine, ...[p50, p99, max].map(digits(1))];
    }),
  );
  return table(
    'across',
    `across: ${JOBS} jobs on three nodes, ms`,
    ['commands to a random node', 'engine', 'p50', 'p99', 'max'],
    rows,
  );
}
