import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import { createToken } from '../../src/graphql/access/api-tokens';
import { Refusals } from '../../src/graphql/refusals';
import { eventually } from '../support/eventually';
import { insertMinutes } from '../support/series';
import { Service } from '../support/service';

/** Refusals and internal errors are visible to the operator of the service: in metrics, and in a few log lines. */
const viewer = createToken();
const LIMITS = { MAX_BODY_BYTES: '100000', MAX_SOCKETS_PER_CLIENT: '2', MAX_OPERATIONS_PER_SOCKET: '1' };

let service: Service;
beforeEach(async () => {
  service = await Service.open({ ...LIMITS, MUTATIONS_PER_MINUTE: '1', API_TOKENS: `ann:viewer:${viewer.hash}` });
});
afterEach(() => service.close());

const authorization = `Bearer ${viewer.token}`;
const PAUSE = 'mutation { pauseJob(input: { id: "x" }) { __typename } }';
const COSTLY = '{ jobs(first: 500) { edges { node { symbols(first: 500) { edges { node { symbol state } } } } } } }';

/** Number of refusals so far by reason, without zeros. */
async function counted(): Promise<Record<string, number>> {
  const text = await (await fetch(`${service.address}/metrics`, { headers: { authorization } })).text();
  const lines = text.matchAll(/^sluice_requests_refused_total\{reason="(\w+)"\} (\d+)$/gm);
  return Object.fromEntries([...lines].filter(([, , n]) => n !== '0').map(([, reason, n]) => [reason, Number(n)]));
}

/** Waits for the counts: a refusal is counted after its answer has been sent. */
const becomes = (expected: Record<string, number>) => eventually(async () => expect(await counted()).toEqual(expected));

const refused = () => service.logged.filter(({ message }) => message === 'refused').map(({ fields }) => fields);

describe('over HTTP', () => {
  test('what is refused is counted and told by its kind, without what was sent', async () => {
    await service.post({ query: '{ jobs { totalCount } }' }, { 'x-request-id': 'r-1' });
    await service.post({ query: '{ jobs { totalCount } }' }, { origin: 'https://evil.example' });
    await service.post({ query: PAUSE }, { authorization });
    await service.post({ query: PAUSE }, { authorization });
    await service.post({ query: COSTLY }, { authorization });
    await service.post({ query: '{ nonsense }' }, { authorization });
    await service.post({ query: '{ __typename }', variables: { x: 'SECRET'.repeat(20_000) } }, { authorization });
    await fetch(`${service.address}/bars.csv?token=SECRET&symbol=SECRET`);
    await becomes({
      UNAUTHENTICATED: 2,
      FORBIDDEN_ORIGIN: 1,
      FORBIDDEN: 1,
      TOO_MANY_REQUESTS: 1,
      OPERATION_TOO_COSTLY: 1,
      BODY_TOO_LARGE: 1,
    });
    expect(refused()).toHaveLength(6);
    const [first] = refused();
    const about = { method: 'POST', route: '/graphql', status: 401, transport: 'HTTP', unlogged: 0 };
    expect(first).toEqual({ reason: 'UNAUTHENTICATED', request: 'r-1', ...about });
    expect(JSON.stringify(service.logged)).not.toContain('SECRET');
  });

  test('a hundred of a kind are one line', async () => {
    for (let n = 0; n < 100; n++) await service.post({ query: '{ jobs { totalCount } }' });
    await becomes({ UNAUTHENTICATED: 100 });
    expect(refused()).toHaveLength(1);
  });

  test('an error of the service is counted, logged and shown to nobody, in GraphQL and beside it', async () => {
    // A division by zero in a query: the fault of neither the request, nor an unavailable or newer database.
    await insertMinutes(service.database.source, 'a', 'b', 1);
    await service.database.source.query(`
      ALTER TABLE bar RENAME TO elsewhere;
      CREATE VIEW bar AS SELECT series_id, time, open / 0 AS open, high, low, close, volume, quote_volume, trades,
                                taker_volume FROM elsewhere`);
    const bars = '{ bars(source: "a", symbol: "b", interval: ONE_MINUTE) { edges { cursor } } }';
    const answer = await service.query(bars, {}, viewer.token);
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    const asked = new URLSearchParams({ source: 'a', symbol: 'b', interval: 'ONE_MINUTE' });
    const csv = await fetch(`${service.address}/bars.csv?${asked}`, { headers: { authorization } });
    expect(csv.status).toBe(500);
    expect(await csv.json()).toEqual({
      errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    await becomes({ INTERNAL_SERVER_ERROR: 2 });
    expect(service.logged.map(({ message }) => message)).toEqual(['request failed', 'request failed']);
  });

  test('a database that is away is SERVICE_UNAVAILABLE; whether the service is ready is nobody’s refusal', async () => {
    await service.database.refuseConnections();
    expect((await fetch(`${service.address}/health/ready`)).status).toBe(503);
    const { errors } = await service.query('{ jobs { totalCount } }', {}, viewer.token);
    expect(errors).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
    await becomes({ SERVICE_UNAVAILABLE: 1 });
  });

  test('a download that the database breaks off is told', async () => {
    await insertMinutes(service.database.source, 's', 'S', 200_000);
    const asked = new URLSearchParams({ source: 's', symbol: 'S', interval: 'ONE_MINUTE' });
    const answer = await new Promise<IncomingMessage>((resolve) =>
      request(`${service.address}/bars.csv?${asked}`, { headers: { authorization } }, resolve).end(),
    );
    await service.database.refuseConnections();
    await expect(answer.resume().toArray()).rejects.toThrow('aborted');
    await becomes({ DOWNLOAD_BROKEN: 1 });
    expect(refused()).toMatchObject([{ reason: 'DOWNLOAD_BROKEN', route: '/bars.csv', err: expect.any(Error) }]);
  });

  test('one that the client breaks off is not', async () => {
    await insertMinutes(service.database.source, 's', 'S', 200_000);
    const asked = new URLSearchParams({ source: 's', symbol: 'S', interval: 'ONE_MINUTE' });
    const answer = await new Promise<IncomingMessage>((resolve) =>
      request(`${service.address}/bars.csv?${asked}`, { headers: { authorization } }, resolve).end(),
    );
    const closed = once(answer, 'close');
    answer.destroy();
    await closed;
    expect(await counted()).toEqual({});
  });
});

describe('over WebSocket', () => {
  const open = (headers: Record<string, string> = {}) =>
    new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws', { headers });

  test('sockets and operations that are refused are counted', async () => {
    await once(open({ origin: 'https://evil.example' }), 'error');
    const stranger = open();
    await once(stranger, 'open');
    stranger.send('{"type":"connection_init","payload":{"authorization":"Bearer SECRET"}}');
    await once(stranger, 'close');

    const socket = open({ authorization });
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    await once(socket, 'message');
    for (const query of [PAUSE, PAUSE, COSTLY, '{ nonsense }']) {
      socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      await once(socket, 'message');
      // The pong marks the end of the answer: a result is followed by `complete`, errors by nothing.
      socket.send('{"type":"ping"}');
      await eventually(async () => ((await once(socket, 'message')) as [Buffer])[0].toString().includes('pong'));
    }
    await becomes({
      FORBIDDEN_ORIGIN: 1,
      UNAUTHENTICATED: 1,
      FORBIDDEN: 1,
      TOO_MANY_REQUESTS: 1,
      OPERATION_TOO_COSTLY: 1,
    });
    const second = open({ authorization });
    await once(second, 'open');
    await once(open({ authorization }), 'error');
    expect(await counted()).toMatchObject({ TOO_MANY_SOCKETS: 1 });
    expect(JSON.stringify(service.logged)).not.toContain('SECRET');
    for (const each of [socket, second]) each.close();
  });
});

test('a line comes again after ten seconds, with how many were not told', () => {
  const lines: object[] = [];
  const log = { info: () => undefined, warn: (fields: object) => void lines.push(fields), error: () => undefined };
  let now = 0;
  const refusals = new Refusals(UNWATCHED, log, () => now);
  const note = () => refusals.note('FORBIDDEN', { transport: 'HTTP' });
  for (let n = 0; n < 10; n++) note();
  refusals.note('UNAUTHENTICATED', { transport: 'HTTP' });
  now += 10_000;
  note();
  const about = { transport: 'HTTP' };
  expect(lines).toEqual([
    { reason: 'FORBIDDEN', ...about, unlogged: 0 },
    { reason: 'UNAUTHENTICATED', ...about, unlogged: 0 },
    { reason: 'FORBIDDEN', ...about, unlogged: 9 },
  ]);
});
