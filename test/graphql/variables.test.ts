import { once } from 'node:events';
import { connect } from 'node:net';
import { getOperationAST, parse } from 'graphql';
import { WebSocket } from 'ws';
import { createToken } from '../../src/graphql/access/api-tokens';
import { ANONYMOUS } from '../../src/graphql/access/principal';
import { createSchema } from '../../src/graphql/schema';
import { operationCheck } from '../support/operation-check';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

const START = `mutation($i: StartCollectionInput!) { startCollection(input: $i) {
  __typename ... on CollectionJob { progress { total } } ... on Error { message }
} }`;
const input = (symbols: readonly unknown[]) => ({
  source: 'simx',
  symbols,
  interval: 'ONE_DAY',
  from: '2024-01-01T00:00:00Z',
  to: '2024-01-02T00:00:00Z',
  concurrency: 1,
});
/** Variables whose list has only invalid elements, in as few bytes as possible. */
const WRONG = { i: input(Array.from({ length: 200_000 }, () => 1)) };
const LONGEST = { i: input(Array.from({ length: 100_000 }, (_, n) => `S${n}`.padEnd(64, '-'))) };

interface Answer {
  readonly data?: { startCollection: object };
  readonly errors?: { message: string; extensions: { code: string } }[];
}

async function overHttp(service: Service, variables: object): Promise<string> {
  return (await service.post({ query: START, variables })).text();
}

/** @returns the payload of the first answer */
async function overWebSocket(service: Service, variables: object): Promise<string> {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: START, variables } }));
  const [text] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { type, payload } = JSON.parse(String(text)) as { type: string; payload: object };
  return JSON.stringify(type === 'error' ? { errors: payload } : payload);
}

/** An array that counts the reads of its elements. */
function counted<T>(elements: readonly T[]): { list: readonly T[]; reads: () => number } {
  let reads = 0;
  const get = (target: readonly T[], key: string | symbol, receiver: unknown) => {
    if (typeof key === 'string' && /^\d+$/.test(key)) reads++;
    return Reflect.get(target, key, receiver) as unknown;
  };
  return { list: new Proxy(elements, { get }), reads: () => reads };
}

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overWebSocket],
])('over %s', (_name, ask) => {
  let service: Service;
  beforeAll(async () => void (service = await Service.open()));
  afterAll(() => service.close());

  test('of variables that are wrong throughout a few mistakes are told', async () => {
    const answer = await ask(service, WRONG);
    expect(answer.length).toBeLessThan(10_000);
    const { errors, data } = JSON.parse(answer) as Answer;
    expect(data).toBeUndefined();
    expect(errors!.length).toBeLessThanOrEqual(11);
    expect(errors![0]!.message).toMatch(/^Variable "\$i" got invalid value 1 at "i\.symbols\[0\]"/);
    expect(new Set(errors!.map(({ extensions }) => extensions.code))).toEqual(new Set(['BAD_USER_INPUT']));
  });

  test('a wrong value of megabytes is not repeated in the answer', async () => {
    const answer = await ask(service, { i: { ...input(['A']), interval: 'x'.repeat(4_000_000) } });
    expect(answer.length).toBeLessThan(2_000);
    expect((JSON.parse(answer) as Answer).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
  });

  test('100,000 symbols of 64 characters make a job', async () => {
    service.simx.faults.add({ kind: 'hold' });
    // On a slow machine, the job may be refused because it took too long.
    await eventually(async () => {
      const { data } = JSON.parse(await ask(service, LONGEST)) as Answer;
      expect(data?.startCollection).toEqual({ __typename: 'CollectionJob', progress: { total: 100_000 } });
    });
  });
});

describe('before an operation is executed', () => {
  const schema = createSchema();
  const document = parse(START);
  const asker = { principal: ANONYMOUS, signal: new AbortController().signal };
  const admit = async (variables: Record<string, unknown>) =>
    (await operationCheck(schema).admit(asker, document, getOperationAST(document)!, variables)).refusals;

  test('a list that is right is read a fixed number of times', async () => {
    const { list, reads } = counted(LONGEST.i.symbols);
    expect(await admit({ i: input(list) })).toEqual([]);
    expect(reads()).toBeLessThanOrEqual(2 * 100_000);
  });

  test('one that is wrong throughout is given up early', async () => {
    const { list, reads } = counted(WRONG.i.symbols.slice(0, 100_000));
    const errors = await admit({ i: input(list) });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(11);
    expect(reads()).toBeLessThanOrEqual(100_000 + 11);
  });
});

describe('a request without a valid credential', () => {
  const { hash, token } = createToken();
  let service: Service;
  beforeAll(async () => void (service = await Service.open({ API_TOKENS: `ann:viewer:${hash}` })));
  afterAll(() => service.close());

  /** Announces a body but sends none. @returns the head of the answer */
  async function withoutBody(credential: string): Promise<string> {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
    await once(socket, 'connect');
    const head = [
      'POST /graphql HTTP/1.1',
      'Host: localhost',
      `Authorization: Bearer ${credential}`,
      'Content-Type: application/json',
      'Content-Length: 8000000',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return String(answer);
  }

  test('is refused before its body is read', async () => {
    const answer = await withoutBody('slc_unknown');
    expect(answer).toMatch(/^HTTP\/1\.1 401 /);
    expect(answer.toLowerCase()).toContain('www-authenticate: bearer');
    expect(answer).toContain('UNAUTHENTICATED');
  });

  test('one whose body is no JSON is told nothing but that', async () => {
    expect((await service.post('{"query":', { authorization: 'Bearer slc_unknown' })).status).toBe(401);
    expect((await service.post('{"query":', { authorization: `Bearer ${token}` })).status).toBe(400);
  });
});
