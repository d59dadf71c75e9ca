import { createServer } from 'node:http';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { WebSocketServer } from 'ws';

/**
 * One contender of the fan-out case in its own process. Sends its port, publishes a transition of the one job on each
 * request, and reports its CPU usage on `cpu`.
 */
const require = createRequire(import.meta.url);
const sluice = require('../../../dist/bench/sluice.js');

let job = {
  ...{ id: 'b9c5e2b0-6f2f-4f43-9d54-1f4f6c1f7a11', name: 'fan-out', state: 'RUNNING', version: 1, source: 'simx' },
  ...{ interval: 'ONE_DAY', from: new Date(0), to: new Date(1), concurrency: 4, total: 1_000, reason: null },
  ...{ createdAt: new Date(), startedAt: new Date(), pausedAt: null, completedAt: null, drained: true },
  progress: { total: 1_000, succeeded: 1, empty: 0, failed: 0, rows: 1_000, activeMs: 1_000, symbolsPerSecond: 10 },
};
const fanout = new sluice.FanoutService(() => job);

const CONTENDERS = {
  async sluice(server) {
    fanout.serve(server);
    return (next) => fanout.publish(next);
  },
  async stock(server) {
    const { useServer } = require('graphql-ws/use/ws');
    useServer({ schema: fanout.schema, context: () => fanout.context() }, new WebSocketServer({ server }));
    return (next) => fanout.publish(next);
  },
  /** Without GraphQL: acknowledges, answers the subscription once, and then sends the same bytes to every socket. */
  async bare(server) {
    const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
    const text = ({ version, progress }) => {
      const { total, succeeded, rows } = progress;
      const shown = { state: 'RUNNING', version, settled: true, progress: { done: succeeded, total, rows } };
      return JSON.stringify({ id: '1', type: 'next', payload: { data: { jobUpdated: shown } } });
    };
    sockets.on('connection', (socket) => {
      socket.on('message', (data) =>
        socket.send(String(data).includes('connection_init') ? '{"type":"connection_ack"}' : text(job)),
      );
    });
    return (next) => {
      const bytes = text(next);
      for (const socket of sockets.clients) socket.send(bytes);
    };
  },
};

const server = createServer();
const publish = await CONTENDERS[process.argv[2]](server);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', (what) => {
  if (what === 'cpu') return process.send({ cpu: process.cpuUsage() });
  job = { ...job, version: job.version + 1 };
  process.send({ at: performance.timeOrigin + performance.now() });
  publish(job);
});
process.on('disconnect', () => process.exit());
process.send({ port: server.address().port });
