import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const MAX_BODY = 262_144;
let service: Service;
beforeAll(async () => {
  const limits = { MAX_BODY_BYTES: String(MAX_BODY), MAX_SOCKETS_PER_CLIENT: '3', MAX_OPERATIONS_PER_SOCKET: '2' };
  service = await Service.open({
    ...limits,
    MUTATIONS_PER_MINUTE: '10',
    HEARTBEAT_MS: '200',
    REQUEST_TIMEOUT_MS: '500',
  });
});
afterAll(() => service.close());

const nested = (depth: number) => `{ node(id: "x") { ${'... on Node { '.repeat(depth)} id ${'}'.repeat(depth)} } }`;
const EXPENSIVE = '{ jobs(first: 500) { edges { node { symbols(first: 500) { edges { node { symbol state } } } } } } }';
const OPERATIONS: [string, string, string][] = [
  ['too many tokens', `{ ${'__typename '.repeat(10_001)} }`, 'GRAPHQL_PARSE_FAILED'],
  [
    'too deep',
    `{ jobs { edges { node { ${'... on Node { ... on CollectionJob { '.repeat(9)} source { symbols { edges { node { symbol } } } } ${'} } '.repeat(9)} } } } }`,
    'OPERATION_TOO_DEEP',
  ],
  [
    'too many aliases',
    `{ ${Array.from({ length: 65 }, (_, n) => `a${n}: sources { name }`).join(' ')} }`,
    'TOO_MANY_ALIASES',
  ],
  ['too costly', EXPENSIVE, 'OPERATION_TOO_COSTLY'],
  [
    'too costly behind a fragment',
    `${EXPENSIVE.replace('symbol state', '...F')} fragment F on JobSymbol { symbol state attempts }`,
    'OPERATION_TOO_COSTLY',
  ],
];

/** Opens a socket and awaits the acknowledgement. */
async function socketOf(to = service, options: object = {}) {
  const socket = new WebSocket(to.url.replace('http', 'ws'), 'graphql-transport-ws', options);
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const ask = async (id: string, query: string, variables: object = {}) => {
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
    const [text] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(String(text)) as { type: string; payload: { extensions: object }[] };
  };
  return { socket, ask };
}

describe('an operation', () => {
  test.each(OPERATIONS)('that is %s is refused over HTTP', async (_what, query, code) => {
    const response = await service.post({ query });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code } }] });
  });

  test.each(OPERATIONS)('that is %s is refused over WebSocket', async (_what, query, code) => {
    const { ask, socket } = await socketOf();
    expect(await ask('1', query)).toMatchObject({ type: 'error', payload: [{ extensions: { code } }] });
    socket.close();
    await once(socket, 'close');
  });

  test('is costed by the lengths that it asks for, also in variables', async () => {
    const query = `query($n: Int) ${EXPENSIVE.replaceAll('first: 500', 'first: $n')}`;
    expect((await service.query(query, { n: 10 })).errors).toBeUndefined();
    expect((await service.query(query, { n: 500 })).errors?.[0]?.extensions.code).toBe('OPERATION_TOO_COSTLY');
    const wrong = await service.query(query, { n: 'many' });
    expect(wrong.errors?.[0]?.message).toMatch(/^Variable "\$n"/);
  });

  test('of usual size is none of that', async () => {
    expect(
      (await service.query('{ jobs(first: 500) { edges { node { id state progress { done } } } } }')).errors,
    ).toBeUndefined();
    expect((await service.query(nested(3))).errors).toBeUndefined();
  });
});

describe('a request', () => {
  test('that is larger than allowed is refused', async () => {
    const response = await service.post({ query: '{ __typename }', variables: { x: 'x'.repeat(MAX_BODY) } });
    expect(response.status).toBe(413);
  });

  test('with several operations at once is refused', async () => {
    const response = await service.post([{ query: '{ __typename }' }, { query: '{ __typename }' }]);
    expect(response.status).toBe(400);
  });

  test('in another content type does nothing', async () => {
    const response = await service.post('query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' });
    expect([400, 415]).toContain(response.status);
  });
});

test('mutations beyond the rate of a principal are refused with the time to wait, over either transport', async () => {
  const pause = 'mutation { pauseJob(input: { id: "x" }) { __typename } }';
  const twice =
    'mutation { a: pauseJob(input: { id: "x" }) { __typename } b: pauseJob(input: { id: "x" }) { __typename } }';
  const own = await Service.open({ MUTATIONS_PER_MINUTE: '4' });
  for (const mutation of [pause, pause, twice]) expect((await own.query(mutation)).errors).toBeUndefined();
  const response = await own.post({ query: pause });
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toMatchObject({
    errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs: expect.any(Number) } }],
  });
  const { ask, socket } = await socketOf(own);
  expect(await ask('1', pause)).toMatchObject({ payload: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] });
  socket.close();
  expect((await own.query('{ jobs { totalCount } }')).errors).toBeUndefined();
  await own.close();
});

describe('a WebSocket', () => {
  test('is one of so many from one address', async () => {
    const sockets = await Promise.all([socketOf(), socketOf(), socketOf()]);
    const tooMany = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
    const [error] = (await once(tooMany, 'error')) as [Error];
    expect(error.message).toContain('429');
    for (const { socket } of sockets) socket.close();
    // A closed socket makes room for another one.
    await eventually(async () => (await socketOf()).socket.close());
  });

  test('has so many operations under way', async () => {
    const { ask, socket } = await eventually(() => socketOf());
    const watch = 'subscription { jobsUpdated { id } }';
    for (const id of ['1', '2']) socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: watch } }));
    expect(await ask('3', watch)).toMatchObject({
      payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS', limit: 2 } }],
    });
    socket.send('{"type":"complete","id":"1"}');
    expect(await ask('4', '{ __typename }')).toMatchObject({ type: 'next' });
    socket.close();
    await once(socket, 'close');
  });

  test('is closed with 1009 when a message is larger than allowed', async () => {
    const { socket } = await eventually(() => socketOf());
    socket.send('x'.repeat(MAX_BODY + 1));
    expect((await once(socket, 'close'))[0]).toBe(1009);
  });

  test('that asks on without reading the answers is closed', async () => {
    const printed = jest.spyOn(console, 'error');
    // Too long for a heartbeat to detect the client.
    const own = await Service.open({ HEARTBEAT_MS: '600000' });
    const { socket } = await socketOf(own);
    const closed = once(socket, 'close');
    // The client does not read the close frame either, so it may see the connection cut off (1006).
    (socket as unknown as { _socket: Socket })._socket.pause();
    const ping = JSON.stringify({ type: 'ping', payload: { filling: 'x'.repeat(100_000) } });
    const flood = async () => {
      while (socket.readyState === WebSocket.OPEN) {
        await new Promise((sent) => socket.send(ping, sent));
      }
    };
    await Promise.race([flood(), closed]);
    (socket as unknown as { _socket: Socket })._socket.resume();
    expect([1006, 1008]).toContain((await closed)[0]);
    expect((await own.query('{ __typename }')).errors).toBeUndefined();
    await own.close();
    expect(printed).not.toHaveBeenCalled();
  });

  test('that does not answer pings is cut off', async () => {
    const { socket } = await eventually(() => socketOf(service, { autoPong: false }));
    expect((await once(socket, 'close'))[0]).toBe(1006);
  });
});

test('a client that never ends its request holds nothing up, and is cut off in time', async () => {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const answer = once(socket, 'data');
  socket.write(
    'POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
  );
  expect((await service.query('{ __typename }')).errors).toBeUndefined();
  expect(String((await answer)[0])).toMatch(/^HTTP\/1\.1 408 /);
  socket.destroy();
});
