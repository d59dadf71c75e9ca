import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import type { ApiContext } from '../../src/graphql/context';
import { BareApi } from '../support/bare-api';
import { complete, RawClient, subscribe } from '../support/live-client';

/** Calls of a resolver, each with its abort signal. The test answers them. */
let asked: Held[] = [];
let wake: () => void = () => undefined;
interface Held {
  readonly signal: AbortSignal;
  readonly answer: (text: string) => void;
}

const schema = new GraphQLSchema({
  query: new GraphQLObjectType<unknown, ApiContext>({
    name: 'Query',
    fields: {
      held: {
        type: GraphQLString,
        resolve: (_root, _args, { signal }) =>
          new Promise<string>((answer) => {
            asked.push({ signal, answer });
            wake();
          }),
      },
    },
  }),
});

/** Waits for the n-th call of the resolver. */
async function call(n = 1): Promise<Held> {
  while (asked.length < n) await new Promise<void>((resolve) => (wake = resolve));
  return asked[n - 1]!;
}

const aborted = async (signal: AbortSignal) => signal.aborted || (await once(signal, 'abort'));

let api: BareApi;
beforeAll(async () => void (api = await BareApi.serve(schema)));
beforeEach(() => void (asked = []));
afterAll(() => api.close());

function ask() {
  const sent = httpRequest(api.url, { method: 'POST', headers: { 'content-type': 'application/json' } });
  sent.on('error', () => undefined);
  sent.end('{"query":"{ held }"}');
  return sent;
}

describe('over HTTP', () => {
  test('a resolver is told when the connection closes before the response was sent', async () => {
    const sent = ask();
    const { signal, answer } = await call();
    expect(signal.aborted).toBe(false);
    sent.destroy();
    await aborted(signal);
    answer('too late');
  });

  test('one whose answer was sent is told nothing, also when the connection closes then', async () => {
    const sent = ask();
    const { signal, answer } = await call();
    answer('in time');
    const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
    await once(response.resume(), 'end');
    sent.destroy();
    // This connection closes after the first: when its signal has aborted, the first one would have, too.
    const other = ask();
    const second = await call(2);
    other.destroy();
    await aborted(second.signal);
    second.answer('too late');
    expect(signal.aborted).toBe(false);
  });
});

describe('over WebSocket', () => {
  test('a resolver is told when its operation is completed by the client, and no other one is', async () => {
    const client = await RawClient.open(api.liveUrl);
    client.send(subscribe('1', '{ held }'), subscribe('2', '{ held }'));
    const [first, second] = [await call(1), await call(2)];
    client.send(complete('1'));
    await aborted(first.signal);
    expect(second.signal.aborted).toBe(false);
    first.answer('too late');
    second.answer('in time');
    expect(await client.next()).toMatchObject({ id: '2', type: 'next', payload: { data: { held: 'in time' } } });
    expect(await client.next()).toEqual({ id: '2', type: 'complete' });
    // The signal also aborts on completion, so that resources opened for the operation are released.
    await aborted(second.signal);
    client.socket.close();
    await client.closed;
  });

  test('every resolver is told when the socket closes', async () => {
    const client = await RawClient.open(api.liveUrl);
    client.send(subscribe('1', '{ held }'), subscribe('2', '{ a: held b: held }'));
    const calls = [await call(1), await call(2), await call(3)];
    client.socket.terminate();
    await Promise.all(calls.map(({ signal }) => aborted(signal)));
    for (const { answer } of calls) answer('too late');
  });

  test('so many may listen to the signal that Node would take them for a leak', async () => {
    const warned = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    const client = await RawClient.open(api.liveUrl);
    client.send(subscribe('1', '{ held }'));
    const { signal, answer } = await call();
    for (let n = 0; n < 50; n++) signal.addEventListener('abort', () => undefined);
    expect(warned).not.toHaveBeenCalled();
    warned.mockRestore();
    answer('done');
    client.socket.close();
    await client.closed;
  });
});
