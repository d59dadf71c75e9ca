import { connect, type Socket } from 'node:net';
import { GraphQLInt, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { MAX_FIRST_BYTES } from '../../src/graphql/socket/first-bytes';
import { BareApi } from '../support/bare-api';
import { RawClient, subscribe } from '../support/live-client';
import { TokenIssuer } from '../support/token-issuer';

const schema = new GraphQLSchema({
  query: new GraphQLObjectType({
    name: 'Query',
    fields: {
      length: {
        type: GraphQLInt,
        args: { texts: { type: new GraphQLNonNull(new GraphQLList(new GraphQLNonNull(GraphQLString))) } },
        resolve: (_root, { texts }: { texts: string[] }) => texts.join('').length,
      },
    },
  }),
});

let api: BareApi;
let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
  api = await BareApi.serve(schema, { credentials: { tokens: [], jwt: issuer.trust } });
});
afterAll(async () => {
  await api.close();
  issuer.close();
});

/** Resolves when the socket is reset or closes in order. once() of node:events would reject on a reset. */
function closeOf(socket: Socket): Promise<unknown> {
  return new Promise((resolve) =>
    socket
      .resume()
      .on('error', () => undefined)
      .on('close', resolve),
  );
}

const TOO_MUCH = /^(1009 |1006 )/;
const HALF = 'x'.repeat(MAX_FIRST_BYTES / 2);

/** Each sends more than MAX_FIRST_BYTES, in partial frames, control frames or complete messages. */
const FLOODS: [string, (client: RawClient) => void][] = [
  ['one frame', ({ socket }) => socket.send(HALF + HALF + HALF, { fin: false })],
  [
    'fragments',
    ({ socket }) => {
      for (let n = 0; n < 5_000; n++) socket.send('x'.repeat(20), { fin: false });
    },
  ],
  [
    'pings',
    ({ socket }) => {
      for (let n = 0; n < 1_000; n++) socket.ping('x'.repeat(100));
    },
  ],
  [
    'messages of the protocol',
    (client) => {
      for (let n = 0; n < 4; n++) client.send({ type: 'ping', payload: { filling: HALF } });
    },
  ],
];

describe('before the connection is acknowledged', () => {
  test.each(FLOODS)('a client that sends more than 64 KiB in %s is cut off', async (_what, flood) => {
    const client = await RawClient.connect(api.liveUrl);
    flood(client);
    expect(await client.closed).toMatch(TOO_MUCH);
  });

  test('none of many clients gets more than that into the memory', async () => {
    const clients = await Promise.all(Array.from({ length: 50 }, () => RawClient.connect(api.liveUrl)));
    for (const { socket } of clients) socket.send(HALF, { fin: false });
    for (const { socket } of clients) socket.send(HALF, { fin: false });
    for (const { closed } of clients) expect(await closed).toMatch(TOO_MUCH);
  });

  test('also what comes with the upgrade counts', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const gone = closeOf(socket);
    const head = [
      'GET /graphql HTTP/1.1',
      `Host: ${hostname}:${port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
      'Sec-WebSocket-Protocol: graphql-transport-ws',
    ];
    // A text frame that announces a megabyte, masked with zeros.
    const frame = Buffer.concat([
      Buffer.from([0x01, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0]),
      Buffer.alloc(90_000),
    ]);
    socket.write(Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), frame]));
    await gone;
  });

  test('headers of the upgrade that do not end are cut off', async () => {
    const { hostname, port } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    const gone = closeOf(socket);
    socket.write(`GET /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`);
    socket.write(`X-Filling: ${'x'.repeat(MAX_FIRST_BYTES)}`);
    await gone;
  });

  test('a credential of usual, and of unusual, size is none of that', async () => {
    const token = await issuer.token({ role: 'viewer', filling: 'x'.repeat(5_500) });
    expect(token.length).toBeGreaterThan(7_500);
    const client = await RawClient.open(api.liveUrl, { authorization: `Bearer ${token}` });
    client.socket.close();
    await client.closed;
  });
});

test('once it is, messages may be as large as ever', async () => {
  const client = await RawClient.open(api.liveUrl, {
    authorization: `Bearer ${await issuer.token({ role: 'operator' })}`,
  });
  const texts = Array.from({ length: 100_000 }, () => 'x'.repeat(67));
  client.send(subscribe('1', 'query($texts: [String!]!) { length(texts: $texts) }', { texts }));
  expect(await client.next()).toMatchObject({ id: '1', payload: { data: { length: 6_700_000 } } });
  // Both messages together exceed maxBodyBytes: the first must not count towards the second.
  client.send(subscribe('2', 'query($texts: [String!]!) { length(texts: $texts) }', { texts }));
  while ((await client.next()).id !== '2');
  client.socket.close();
  await client.closed;
});
