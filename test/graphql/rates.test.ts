import { once } from 'node:events';
import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { WebSocket } from 'ws';
import { createToken } from '../../src/graphql/access/api-tokens';
import { CostBudget } from '../../src/graphql/cost/cost-budget';
import { mutationsIn } from '../../src/graphql/limits/mutation-rate';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

/** The budget of a window is 100,000. One DEAR operation, of four counts, fits in. */
const COUNT = 'bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY, first: 0) { totalCount }';
const DEAR = `{ a: ${COUNT} b: ${COUNT} c: ${COUNT} d: ${COUNT} }`;
const CHEAP = '{ viewer { name } }';
const PAUSE = 'mutation { pauseJob(input: { id: "x" }) { __typename } }';

const tokens = { ann: createToken(), bob: createToken() };
const API_TOKENS = Object.entries(tokens)
  .map(([name, { hash }]) => `${name}:operator:${hash}`)
  .join(',');

let service: Service;
beforeEach(async () => void (service = await Service.open({ API_TOKENS, COST_PER_SECOND: '20000' })));
afterEach(() => {
  jest.useRealTimers();
  return service.close();
});

const asked = (query: string, { token }: { token: string }) =>
  service.post({ query }, { authorization: `Bearer ${token}` });

/** Sends an operation over WebSocket. @returns the code of its refusal, or null */
async function askedLive(query: string, { token }: { token: string }): Promise<string | null> {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  const [text] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { type, payload } = JSON.parse(String(text)) as { type: string; payload: { extensions: { code: string } }[] };
  return type === 'error' ? payload[0]!.extensions.code : null;
}

/** Repeats an expensive operation until it is refused. @returns the refusal. @throws Error after 100 operations */
async function usedUp(as: { token: string }): Promise<Response> {
  for (let times = 0; times < 100; times++) {
    const response = await asked(DEAR, as);
    if (response.status !== 200) return response;
  }
  throw new Error('it is never too much');
}

describe('the budget of a principal', () => {
  test('is used up by few dear operations, which are then told how long to wait', async () => {
    const refused = await usedUp(tokens.ann);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'TOO_MANY_REQUESTS', retryAfterMs: expect.any(Number) } }],
    });
  });

  test('is one for both transports', async () => {
    await usedUp(tokens.ann);
    // If a new window has begun meanwhile, the repeated operations use up its budget, too.
    await eventually(async () => {
      expect(await askedLive(DEAR, tokens.ann)).toBe('TOO_MANY_REQUESTS');
    });
  });

  test('is nobody else’s, leaves room for what is cheap, and keeps no command back', async () => {
    await usedUp(tokens.ann);
    expect((await asked(DEAR, tokens.bob)).status).toBe(200);
    expect((await asked(CHEAP, tokens.ann)).status).toBe(200);
    expect(((await (await asked(PAUSE, tokens.ann)).json()) as { errors?: unknown }).errors).toBeUndefined();
    expect(await askedLive(PAUSE, tokens.ann)).toBeNull();
  });

  test('also pays for what commands select; what is refused costs nothing', async () => {
    jest.useFakeTimers();
    const budget = new CostBudget(20_000);
    const ask = async (type: OperationTypeNode, cost: number) =>
      (await budget.refusal({ name: 'ann', role: 'operator', expiresAt: null }, type, cost))?.extensions.code;
    const { QUERY, MUTATION, SUBSCRIPTION } = OperationTypeNode;
    expect(await ask(QUERY, 60_000)).toBeUndefined();
    for (const _ of [1, 2, 3]) expect(await ask(QUERY, 60_000)).toBe('TOO_MANY_REQUESTS');
    expect(await ask(SUBSCRIPTION, 1_000)).toBeUndefined();
    for (const _ of [1, 2, 3]) expect(await ask(MUTATION, 100_000)).toBeUndefined();
    expect(await ask(SUBSCRIPTION, 1)).toBe('TOO_MANY_REQUESTS');
    jest.advanceTimersByTime(5_000);
    expect(await ask(QUERY, 100_000)).toBeUndefined();
  });
});

describe('mutations are counted as they are executed', () => {
  const count = (text: string) => {
    const document = parse(text);
    return mutationsIn(document, getOperationAST(document)!);
  };
  const field = (name: string) => `${name}: pauseJob(input: { id: "x" }) { __typename }`;

  test.each([
    [`mutation { ${field('a')} ${field('b')} }`, 2],
    [`mutation { ...F } fragment F on Mutation { ${field('a')} }`, 1],
    [`mutation { ... on Mutation { ${field('a')} ... { ${field('b')} } } }`, 2],
    // Fields with the same response name are executed once, however often they are selected.
    [`mutation { ${field('a')} ...F ...F ${field('a')} } fragment F on Mutation { ${field('a')} ${field('b')} }`, 2],
    [`mutation { ...F ...G } fragment F on Mutation { ...G } fragment G on Mutation { ${field('a')} }`, 1],
  ])('%s', (text, expected) => expect(count(text)).toBe(expected));

  test('a fragment is looked at once, however often it is spread', () => {
    const links = Array.from({ length: 500 }, (_, n) => `fragment F${n} on Mutation { ...F${n + 1} ...F${n + 1} }`);
    expect(count(`mutation { ...F0 } ${links.join(' ')} fragment F500 on Mutation { ${field('a')} }`)).toBe(1);
  });
});
