import { parts } from '../support/parts.mjs';
import { Nodes } from '../support/service/nodes.mjs';
import { table } from '../record/table.mjs';
import { median, whole } from '../support/report.mjs';

const LISTENERS = 3;
const BYTES = 1_000;

/** Measures the bus between nodes: messages per second from one node to three, each of which receives all of them. */
export async function bus({ messages, rounds, note }) {
  const results = [];
  for (const engine of ['postgres', 'redis']) {
    const rates = [];
    for (let round = 0; round < rounds; round++) {
      note(`bus: ${engine}, round ${round + 1}`);
      const rate = await once(engine, messages);
      if (rate !== null) rates.push(rate);
    }
    if (rates.length > 0) results.push({ engine, perSecond: median(rates) });
  }
  return results;
}

async function once(engine, messages) {
  const cluster = await Nodes.open(engine);
  if (!cluster) return null;
  const { RedisBus, PostgresBus } = parts();
  const open = async (heard) => {
    const listener = { heard, missed: () => {} };
    const made = cluster.redis
      ? new RedisBus(`redis://127.0.0.1:${cluster.redis.port}`, 'bench', 'node', listener)
      : new PostgresBus(cluster.databaseUrl, 'node', listener);
    await made.open();
    return made;
  };
  const listeners = [];
  const all = [];
  for (let n = 0; n < LISTENERS; n++) {
    let heard = 0;
    all.push(
      new Promise((resolve) => open(() => ++heard === messages && resolve()).then((each) => listeners.push(each))),
    );
  }
  while (listeners.length < LISTENERS) await new Promise((resolve) => setTimeout(resolve, 10));
  const speaker = await open(() => {});
  const text = 'x'.repeat(BYTES);
  const began = performance.now();
  for (let n = 0; n < messages; n++) {
    // PostgreSQL delivers equal payloads of one transaction only once: each text must differ.
    speaker.say(null, `${text}${n}`);
    // Messages arise over time, not all in one turn of the event loop.
    if (n % 20 === 0) await new Promise(setImmediate);
  }
  await Promise.all(all);
  const seconds = (performance.now() - began) / 1_000;
  for (const each of [speaker, ...listeners]) await each.close();
  await cluster.close();
  return messages / seconds;
}

export function printBus(results) {
  const rows = results.map(({ engine, perSecond }) => [engine, whole(perSecond)]);
  const title = `bus: messages of ${BYTES} bytes from one node to ${LISTENERS}`;
  return table('bus', title, ['engine', 'messages/s'], rows);
}
