import { once } from 'node:events';
import type { Socket } from 'node:net';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import type { ApiContext } from '../../src/graphql/context';
import { BareApi } from '../support/bare-api';
import { RawClient, subscribe } from '../support/live-client';
import { TokenIssuer } from '../support/token-issuer';

let commanded = 0;
let isAsked: (signal: AbortSignal) => void;

const schema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, ApiContext>({
    name: 'Query',
    fields: {
      held: {
        type: GraphQLString,
        resolve: (_root, _args, { signal }) => {
          isAsked(signal);
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve('given up')));
        },
      },
    },
  }),
  mutation: new GraphQLObjectType({
    name: 'Mutation',
    fields: { command: { type: GraphQLString, resolve: () => String(++commanded) } },
  }),
});

let api: BareApi;
let issuer: TokenIssuer;
beforeAll(async () => {
  issuer = await TokenIssuer.start();
  api = await BareApi.serve(schema, { credentials: { tokens: [], jwt: issuer.trust } });
});
beforeEach(() => void (commanded = 0));
afterAll(async () => {
  await api.close();
  issuer.close();
});

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1_000) + seconds;
const COMMAND = 'mutation { command }';

async function enter(exp: number): Promise<RawClient> {
  const token = await issuer.token({ role: 'operator', exp });
  return RawClient.open(api.liveUrl, { authorization: `Bearer ${token}` });
}

test('what runs ends when the credential does, and nothing is executed any more, however long the socket closes', async () => {
  const client = await enter(inSeconds(2));
  const asked = new Promise<AbortSignal>((resolve) => (isAsked = resolve));
  client.send(subscribe('1', '{ held }'));
  const signal = await asked;
  // Until `resume`, the client reads nothing, so it does not answer the close frame either.
  const { _socket: wire } = client.socket as unknown as { _socket: Socket };
  wire.pause();
  if (!signal.aborted) await once(signal, 'abort');
  client.send(subscribe('2', COMMAND), subscribe('3', COMMAND));
  wire.resume();
  expect(await client.closed).toBe('4403 The credential has expired');
  expect(commanded).toBe(0);
});

test('an operation that comes before the timer is UNAUTHENTICATED, and closes the socket', async () => {
  const client = await enter(inSeconds(600));
  client.send(subscribe('1', COMMAND));
  expect(await client.next()).toMatchObject({ id: '1', type: 'next', payload: { data: { command: '1' } } });
  expect(await client.next()).toMatchObject({ id: '1', type: 'complete' });
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 600_000);
  client.send(subscribe('2', COMMAND));
  expect(await client.next()).toEqual({
    id: '2',
    type: 'error',
    payload: [{ message: 'A valid credential is needed.', extensions: { code: 'UNAUTHENTICATED' } }],
  });
  expect(await client.closed).toBe('4403 The credential has expired');
  now.mockRestore();
  expect(commanded).toBe(1);
});

test('a credential whose end no clock will see is no credential without an end', async () => {
  const client = await enter(Number.MAX_VALUE);
  client.send(subscribe('1', COMMAND));
  expect(await client.next()).toMatchObject({ id: '1', type: 'next' });
  client.socket.close();
  await client.closed;
});
