import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import WebSocket from 'ws';
import { nodeBinary } from '../support/node-binary.mjs';
import { table } from '../record/table.mjs';
import { digits, quantiles, whole } from '../support/report.mjs';

const SERVER = fileURLToPath(new URL('../support/service/fanout-server.mjs', import.meta.url));
const CONTENDERS = ['sluice', 'stock', 'bare'];
const WATCH =
  'subscription { jobUpdated(id: "job_b9c5e2b0-6f2f-4f43-9d54-1f4f6c1f7a11") { state version settled progress { done total rows } } }';

/** Measures many subscribers of one job: deliveries per CPU second of the server, and the delay of the last one. */
export async function fanout({ subscribers, events, rounds, note }) {
  const measured = Object.fromEntries(CONTENDERS.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of CONTENDERS) {
      note(`fanout: ${name}, round ${round + 1} of ${rounds}`);
      measured[name].push(await measure(name, subscribers, events));
    }
  }
  return { subscribers, events, contenders: measured };
}

async function measure(name, subscribers, events) {
  const server = fork(SERVER, [name], { execPath: nodeBinary() });
  const [{ port }] = await once(server, 'message');
  const audience = await Audience.gather(`ws://127.0.0.1:${port}/graphql`, subscribers);
  // Warm-up, not counted.
  for (let n = 0; n < 20; n++) await audience.hears(server);
  const before = await cpuOf(server);
  const waits = [];
  for (let n = 0; n < events; n++) waits.push(await audience.hears(server));
  const cpuSeconds = (await cpuOf(server)) - before;
  audience.leave();
  server.disconnect();
  await once(server, 'exit');
  return { perCpuSecond: (events * subscribers) / cpuSeconds, lastMs: quantiles(waits) };
}

async function cpuOf(server) {
  const answer = once(server, 'message');
  server.send('cpu');
  const [{ cpu }] = await answer;
  return (cpu.user + cpu.system) / 1e6;
}

/** The subscribers. They count messages without parsing them. */
class Audience {
  static async gather(address, count) {
    const audience = new Audience();
    while (audience.sockets.length < count) {
      await Promise.all(
        Array.from({ length: Math.min(50, count - audience.sockets.length) }, () => audience.join(address)),
      );
    }
    return audience;
  }

  sockets = [];
  missing = 0;
  complete = () => {};

  async join(address) {
    const socket = new WebSocket(address, 'graphql-transport-ws');
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    const first = once(socket, 'message');
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: WATCH } }));
    await first;
    socket.on('message', () => --this.missing === 0 && this.complete());
    this.sockets.push(socket);
  }

  /** @returns milliseconds from the publication of one event until the last subscriber has it */
  async hears(server) {
    this.missing = this.sockets.length;
    const all = new Promise((resolve) => (this.complete = () => resolve(performance.timeOrigin + performance.now())));
    const published = once(server, 'message');
    server.send('publish');
    const [{ at }] = await published;
    return (await all) - at;
  }

  leave() {
    for (const socket of this.sockets) socket.terminate();
  }
}

const NOTES = {
  sluice: '',
  stock: 'graphql-ws useServer, the same schema and sources',
  bare: 'ws, the same bytes to everybody; no GraphQL',
};

export function printFanout({ subscribers, contenders }) {
  const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  const rate = (name) => median(contenders[name].map(({ perCpuSecond }) => perCpuSecond));
  const rows = CONTENDERS.map((name) => {
    const last = contenders[name].map(({ lastMs }) => lastMs);
    const [p50, p99] = [median(last.map((each) => each.p50)), median(last.map((each) => each.p99))];
    return [
      name,
      whole(rate(name)),
      digits(2)(rate('sluice') / rate(name)),
      digits(1)(p50),
      digits(1)(p99),
      NOTES[name],
    ];
  });
  const header = ['', 'events per CPU s', 'sluice ×', 'last has it, p50 ms', 'p99 ms', ''];
  return table('fanout', `fan-out: ${whole(subscribers)} subscribers on one job, medians`, header, rows);
}
