import { SteadyExchange } from '../support/service/exchange.mjs';
import { Nodes } from '../support/service/nodes.mjs';
import { table } from '../record/table.mjs';
import { digits, median, whole } from '../support/report.mjs';

/** Requests in flight per node. The job's concurrency suffices for three nodes, however its shards are distributed. */
const IN_FLIGHT = 16;
const CONCURRENCY = 64;
/** The measured part excludes the start, while shards are being distributed, and the end, when few symbols remain. */
const [FROM, TO] = [0.25, 0.9];

/** Measures one wide job on 1, 2 and 3 nodes: symbols per second, by the request log of the source. */
export async function nodes({ rounds, scale, note }) {
  const results = [];
  for (const [latencyMs, symbols] of [
    [50, Math.round(4_000 * scale)],
    [0, Math.round(12_000 * scale)],
  ]) {
    for (const engine of ['postgres', 'redis']) {
      const rates = { 1: [], 2: [], 3: [] };
      for (let round = 0; round < rounds; round++) {
        for (const count of [1, 2, 3]) {
          note(`nodes: ${count} on ${engine}, source with ${latencyMs} ms, round ${round + 1}`);
          const rate = await once(engine, count, latencyMs, symbols * count);
          if (rate !== null) rates[count].push(rate);
        }
      }
      if (rates[1].length > 0) results.push({ engine, latencyMs, ...medians(rates) });
    }
  }
  return results;
}

function medians(rates) {
  return { rates: Object.fromEntries(Object.entries(rates).map(([count, found]) => [count, median(found)])) };
}

async function once(engine, count, latencyMs, symbols) {
  const cluster = await Nodes.open(engine);
  if (!cluster) return null;
  const exchange = new SteadyExchange(latencyMs);
  try {
    const env = { SIMX_BASE_URL: await exchange.start(), MAX_IN_FLIGHT: String(IN_FLIGHT) };
    const [node] = await cluster.start(count, env);
    const id = await node.startJob('N', symbols, CONCURRENCY);
    while ((await node.ask(`{ job(id: "${id}") { state } }`)).job.state !== 'COMPLETED') {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const [first, last] = [FROM, TO].map((part) => exchange.requests[Math.floor(part * symbols)].at);
    return ((TO - FROM) * symbols * 1_000) / (last - first);
  } finally {
    await cluster.close();
    exchange.stop();
  }
}

export function printNodes(results) {
  const rows = results.flatMap(({ engine, latencyMs, rates }) =>
    Object.entries(rates).map(([count, rate]) => [
      latencyMs === 0 ? 'answers at once' : `answers after ${latencyMs} ms`,
      engine,
      count,
      whole(rate),
      digits(2)(rate / (count * rates[1])),
    ]),
  );
  const header = ['', 'engine', 'nodes', 'symbols/s', 'of linear, per node'];
  return table('nodes', `nodes: one job, ${IN_FLIGHT} symbols in flight a node`, header, rows, [
    'All nodes, the source and the database share this machine.',
  ]);
}
