import { once } from 'node:events';
import { serverAudits } from 'graphql-http';
import { WebSocket } from 'ws';
import { Service } from '../support/service';

let service: Service;
beforeAll(async () => void (service = await Service.open()));
afterAll(() => service.close());

describe('GraphQL over HTTP', () => {
  // Apollo's CSRF prevention: the header shows that the request is not a form of a foreign page.
  const fetchFn = (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), 'apollo-require-preflight': 'yes' },
    });
  const audits = serverAudits({ url: () => service.url, fetchFn });

  test('has 61 audits', () => expect(audits).toHaveLength(61));

  test.each(audits.map((audit) => [audit.name, audit] as const))('%s', async (_name, audit) => {
    const result = await audit.fn();
    if (result.status !== 'ok') throw new Error(`${result.status}: ${result.reason}`);
  });
});

/** Close codes and messages of https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
describe('GraphQL over WebSocket', () => {
  interface Message {
    readonly type: string;
    readonly id?: string;
    readonly payload?: unknown;
  }

  async function open(protocol: string | undefined = 'graphql-transport-ws') {
    const socket = new WebSocket(service.url.replace('http', 'ws'), protocol ? [protocol] : []);
    const messages: Message[] = [];
    let heard: () => void = () => undefined;
    socket.on('message', (data) => {
      messages.push(JSON.parse((data as Buffer).toString()) as Message);
      heard();
    });
    const closed = once(socket, 'close').then(([code, reason]) => `${code} ${reason}`);
    await once(socket, 'open');
    const send = (...sent: (object | string)[]) =>
      sent.forEach((message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)));
    const next = async (): Promise<Message> => {
      if (messages.length === 0) await new Promise<void>((resolve) => (heard = resolve));
      return messages.shift()!;
    };
    return { socket, send, next, closed };
  }

  /** Connects and awaits the acknowledgement, as every client must before it subscribes. */
  async function opened() {
    const client = await open();
    client.send(INIT);
    expect(await client.next()).toEqual({ type: 'connection_ack' });
    return client;
  }

  const INIT = { type: 'connection_init' };
  const subscribe = (id: string, query: string) => ({ type: 'subscribe', id, payload: { query } });
  const WATCH = 'subscription { jobsUpdated { id } }';

  test.each([
    ['no JSON', 'hello'],
    ['no object', '7'],
    ['an unknown type', { type: 'begin' }],
    ['a subscribe without an id', { type: 'subscribe', payload: { query: '{ __typename }' } }],
    ['a subscribe whose query is a number', { type: 'subscribe', id: '1', payload: { query: 7 } }],
    [
      'variables that are no object',
      { type: 'subscribe', id: '1', payload: { query: '{ __typename }', variables: 'x' } },
    ],
  ])('%s: 4400', async (_what, message) => {
    const { send, closed } = await opened();
    send(message);
    expect(await closed).toMatch(/^4400 /);
  });

  test('a subscribe before connection_init: 4401', async () => {
    const { send, closed } = await open();
    send(subscribe('1', WATCH));
    expect(await closed).toBe('4401 Unauthorized');
  });

  test('another subprotocol: 4406', async () => {
    const { closed } = await open('');
    expect(await closed).toBe('4406 Subprotocol not acceptable');
  });

  test('no connection_init in time: 4408', async () => {
    const { closed } = await open();
    expect(await closed).toBe('4408 Connection initialisation timeout');
  });

  test('an id that is taken: 4409', async () => {
    const { send, closed } = await opened();
    send(subscribe('1', WATCH), subscribe('1', WATCH));
    expect(await closed).toBe('4409 Subscriber for 1 already exists');
  });

  test('connection_init once more: 4429', async () => {
    const { send, closed } = await open();
    send(INIT, INIT);
    expect(await closed).toBe('4429 Too many initialisation requests');
  });

  test('ping is answered with pong and its payload, also before connection_init', async () => {
    const { send, next, socket } = await open();
    send({ type: 'ping', payload: { n: 1 } });
    expect(await next()).toEqual({ type: 'pong', payload: { n: 1 } });
    send({ type: 'pong' }, INIT);
    expect(await next()).toEqual({ type: 'connection_ack' });
    socket.close();
  });

  test('a query gets next and complete', async () => {
    const { send, next, socket } = await opened();
    send(subscribe('q', '{ __typename }'));
    expect(await next()).toEqual({ id: 'q', type: 'next', payload: { data: { __typename: 'Query' } } });
    expect(await next()).toEqual({ id: 'q', type: 'complete' });
    socket.close();
  });

  test('complete ends a subscription, and its id may be used again', async () => {
    const { send, next, socket } = await opened();
    send(subscribe('1', WATCH), { type: 'complete', id: '1' }, subscribe('1', '{ __typename }'));
    expect(await next()).toMatchObject({ id: '1', type: 'next', payload: { data: { __typename: 'Query' } } });
    socket.close();
  });

  test.each([
    ['does not parse', '{', 'GRAPHQL_PARSE_FAILED'],
    ['is not valid', '{ nonsense }', 'GRAPHQL_VALIDATION_FAILED'],
    ['has no operation', 'fragment F on Query { __typename }', undefined],
  ])('a document that %s gets error, and the socket goes on', async (_what, query, code) => {
    const { send, next, socket } = await opened();
    send(subscribe('1', query), subscribe('2', '{ __typename }'));
    const error = await next();
    expect(error).toMatchObject({ id: '1', type: 'error' });
    if (code) expect(error.payload).toMatchObject([{ extensions: { code } }]);
    expect(await next()).toMatchObject({ id: '2', type: 'next' });
    socket.close();
  });
});
