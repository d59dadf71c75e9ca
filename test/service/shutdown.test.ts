import { once } from 'node:events';
import { WebSocket } from 'ws';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { eventually } from '../support/eventually';
import { preparedFolder } from '../support/prepared-folder';
import { ask, ServiceProcess } from '../support/service-process';

const SUBSCRIBERS = 100;

test('under load: subscribers are told to come back, what is in flight is stored, exit 0', async () => {
  const folder = await preparedFolder();
  const simx = new SimxServer({ seed: 1, latencyMs: 5, ratePerSecond: 100_000, burst: 100_000 });
  const { baseUrl } = await simx.start();
  const start = () =>
    new ServiceProcess({
      DATA_DIR: folder.path,
      SIMX_BASE_URL: baseUrl,
      SIMX_RATE_PER_SECOND: '100000',
      // Long enough to store what is in flight, however slow the machine is.
      SHUTDOWN_GRACE_MS: '120000',
    });
  let service = start();
  try {
    let api = await service.ready();
    const symbols = Array.from({ length: 120 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);
    const { startCollection } = await ask<{ startCollection: { id: string } }>(
      api,
      'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
      {
        input: {
          source: 'simx',
          symbols,
          interval: 'ONE_HOUR',
          from: '2024-01-01T00:00:00Z',
          to: '2024-06-01T00:00:00Z',
          concurrency: 16,
        },
      },
    );
    const { id } = startCollection;
    const closed = await Promise.all(Array.from({ length: SUBSCRIBERS }, () => subscriber(api, id)));
    // Clients that query continuously. Their requests during the shutdown may fail, but must not hang.
    const asking = Array.from({ length: 4 }, async () => {
      for (;;) await ask(api, '{ jobs { edges { node { id progress { done } } } } }');
    });
    await eventually(() => expect(simx.requests.length).toBeGreaterThan(20));
    const ended = service.kill('SIGTERM');
    expect(await Promise.all(closed.map((each) => each.code))).toEqual(closed.map(() => 1001));
    expect(await ended).toEqual({ code: 0, errors: '' });
    await Promise.allSettled(asking);

    service = start();
    api = await service.ready();
    await eventually(async () => {
      const { job } = await ask<{ job: { state: string } }>(api, `{ job(id: "${id}") { state } }`);
      expect(job.state).toBe('COMPLETED');
    });
    const asked = simx.requests.filter(({ status }) => status === 200).map(({ symbol, from }) => `${symbol} ${from}`);
    expect(new Set(asked).size).toBe(asked.length);
  } finally {
    await service.kill('SIGTERM');
    await simx.close();
    await folder.remove();
  }
});

/** Resolves after the first update. @returns the code that the socket will be closed with */
async function subscriber(api: string, id: string): Promise<{ code: Promise<number> }> {
  const socket = new WebSocket(api.replace('http', 'ws'), 'graphql-transport-ws');
  const code = once(socket, 'close').then(([closedWith]) => closedWith as number);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const query = `subscription { jobUpdated(id: "${id}") { state progress { done } } }`;
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
  await once(socket, 'message');
  return { code };
}
