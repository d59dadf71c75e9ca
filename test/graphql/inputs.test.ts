import { once } from 'node:events';
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  type GraphQLInputType,
} from 'graphql';
import pg from 'pg';
import { WebSocket } from 'ws';
import { createSchema } from '../../src/graphql/schema';
import { Service } from '../support/service';

const schema = createSchema();
/** Size of one value in bytes: more than any argument needs, and far below MAX_BODY_BYTES to keep the test quick. */
const SIZE = 300_000;
const NOBODY = 'job_7b1f0f3c-52e6-4d5c-9d7e-0f3b1c2d3e4f';

/** A query for each field that takes arguments, and the arguments that it requires. */
const FIELDS: Record<string, { readonly ask: (args: string) => string; readonly needs?: Record<string, string> }> = {
  'Query.job': { ask: (args) => `{ job(${args}) { id } }` },
  'Query.node': { ask: (args) => `{ node(${args}) { id } }` },
  'Query.jobs': { ask: (args) => `{ jobs(${args}) { totalCount edges { cursor } } }` },
  'Query.bars': {
    ask: (args) => `{ bars(${args}) { totalCount edges { cursor } } }`,
    needs: { source: '"simx"', symbol: '"SIM-001"', interval: 'ONE_DAY' },
  },
  'Query.series': { ask: (args) => `{ series(${args}) { totalCount edges { cursor } } }` },
  'Series.covered': { ask: (args) => `{ series { nodes { covered(${args}) { from } } } }` },
  'Series.coveredFraction': { ask: (args) => `{ series { nodes { coveredFraction(${args}) } } }` },
  'Series.gaps': { ask: (args) => `{ series { nodes { gaps(${args}) { totalCount } } } }` },
  'Series.revisions': { ask: (args) => `{ series { nodes { revisions(${args}) { totalCount } } } }` },
  'Query.estimateCollection': { ask: (args) => `{ estimateCollection(${args}) { __typename } }` },
  'Query.source': { ask: (args) => `{ source(${args}) { name } }` },
  'Source.symbols': { ask: (args) => `{ source(name: "simx") { symbols(${args}) { totalCount } } }` },
  'CollectionJob.symbols': { ask: (args) => `{ job(id: "${NOBODY}") { symbols(${args}) { totalCount } } }` },
  'CollectionJob.symbolAt': { ask: (args) => `{ job(id: "${NOBODY}") { symbolAt(${args}) { symbol } } }` },
  'CollectionJob.events': { ask: (args) => `{ job(id: "${NOBODY}") { events(${args}) { totalCount } } }` },
  'CollectionJob.gaps': { ask: (args) => `{ job(id: "${NOBODY}") { gaps(${args}) { totalCount } } }` },
  'CollectionJob.differences': { ask: (args) => `{ job(id: "${NOBODY}") { differences(${args}) { totalCount } } }` },
  'CollectionJob.progressCurve': { ask: (args) => `{ job(id: "${NOBODY}") { progressCurve(${args}) { seq } } }` },
  'Mutation.startCollection': { ask: (args) => `{ startCollection(${args}) { __typename } }` },
  'Mutation.pauseJob': { ask: (args) => `{ pauseJob(${args}) { __typename } }` },
  'Mutation.resumeJob': { ask: (args) => `{ resumeJob(${args}) { __typename } }` },
  'Mutation.cancelJob': { ask: (args) => `{ cancelJob(${args}) { __typename } }` },
  'Mutation.retryFailed': { ask: (args) => `{ retryFailed(${args}) { __typename } }` },
  'Mutation.repairGaps': { ask: (args) => `{ repairGaps(${args}) { __typename } }` },
  'Subscription.jobUpdated': { ask: (args) => `{ jobUpdated(${args}) { id } }` },
  'Subscription.jobsUpdated': { ask: (args) => `{ jobsUpdated(${args}) { id } }` },
  'Subscription.jobEvents': { ask: (args) => `{ jobEvents(${args}) { seq } }`, needs: { id: `"${NOBODY}"` } },
};

const RIGHT_INPUTS: Record<string, object> = {
  StartCollectionInput: {
    source: 'simx',
    symbols: ['SIM-001'],
    interval: 'ONE_DAY',
    from: '2024-01-01T00:00:00Z',
    to: '2024-01-02T00:00:00Z',
  },
  SymbolSelection: { match: ['SIM-001'] },
  PauseJobInput: { id: NOBODY },
  ResumeJobInput: { id: NOBODY },
  CancelJobInput: { id: NOBODY },
  RetryFailedInput: { id: NOBODY },
  RepairGapsInput: { job: NOBODY },
  JobFilter: {},
};
const RIGHT_SCALARS: Record<string, unknown> = {
  ID: NOBODY,
  String: 'A',
  Int: 1,
  Boolean: true,
  DateTime: '2024-01-01T00:00:00Z',
};

type Hostile = readonly [what: string, value: unknown];

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}1${']'.repeat(depth)}`);
const filled = (element: unknown) => {
  return Array.from({ length: Math.floor(SIZE / (JSON.stringify(element).length + 1)) }, () => element);
};
const keys = () => Object.fromEntries(Array.from({ length: SIZE / 10 }, (_, n) => [`k${n}`, 1]));

/** The largest and strangest values that a client may send for a type. */
function hostile(type: GraphQLInputType): Hostile[] {
  if (isNonNullType(type)) return hostile(type.ofType);
  if (isInputObjectType(type)) return [...hostileFields(type.name), ['unknown fields', keys()], ['a list', filled(1)]];
  const others: Hostile[] = [
    ['a long text', 'x'.repeat(SIZE)],
    ['an object', keys()],
    ['a deep list', nested(2_000)],
  ];
  if (!isListType(type)) return [...others, ['a list', filled(1)]];
  const named = getNamedType(type);
  const right = isEnumType(named) ? named.getValues()[0]!.name : RIGHT_SCALARS[named.name];
  if (right === undefined) throw new Error(`What is a right ${named.name}?`);
  // Only of enums: a list of symbols may be as long as the body.
  const lists: Hostile[] = isEnumType(named) ? [['a long list', filled(right)]] : [];
  return [...others, ...lists, ['a list of wrong elements', filled(1)], ['a list of long texts', ['x'.repeat(SIZE)]]];
}

function hostileFields(name: string): Hostile[] {
  const type = schema.getType(name);
  const right = RIGHT_INPUTS[name];
  if (!isInputObjectType(type) || !right) throw new Error(`What is a right ${name}?`);
  return Object.values(type.getFields()).flatMap((field) =>
    hostile(field.type).map(
      ([what, value]) => [`${what} as ${field.name}`, { ...right, [field.name]: value }] as const,
    ),
  );
}

const ARGUMENTS = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) => (isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ type, field })) : []))
  .flatMap(({ type, field }) => field.args.map((arg) => ({ coordinate: `${type.name}.${field.name}`, arg })));

interface Request {
  readonly query: string;
  readonly variables?: unknown;
  readonly operationName?: string;
  readonly extensions?: object;
}

interface Outcome {
  readonly text: string;
  readonly errors: { message: string; extensions: { code: string } }[];
}

type Ask = (request: Request) => Promise<Outcome>;

let service: Service;
const sent: number[] = [];
beforeAll(async () => {
  service = await Service.open({ MUTATIONS_PER_MINUTE: '100000' });
  type Query = (this: unknown, ...given: unknown[]) => unknown;
  const { query } = pg.Client.prototype as unknown as { query: Query };
  jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: unknown, ...args: unknown[]) {
    const { text, values = args[1] } = (typeof args[0] === 'string' ? { text: args[0] } : args[0]) as {
      text: string;
      values?: unknown;
    };
    sent.push(text.length + (JSON.stringify(Array.isArray(values) ? values : null) ?? '').length);
    return query.apply(this, args) as never;
  });
});
afterAll(() => service.close());

const overHttp: Ask = async (request) => {
  const text = await (await service.post(request)).text();
  const { errors = [] } = JSON.parse(text) as Partial<Outcome>;
  return { text, errors };
};

const overWebSocket: Ask = async (request) => {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: request }));
  const [data] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  const { type, payload } = JSON.parse(String(data)) as { type: string; payload: Partial<Outcome> };
  const errors = type === 'error' ? (payload as unknown as Outcome['errors']) : (payload.errors ?? []);
  return { text: String(data), errors };
};

/** Expects that a request of any size causes only a small answer, few errors, and few and small statements. */
async function expectSmall(ask: Ask, request: Request): Promise<Outcome> {
  sent.length = 0;
  const outcome = await ask(request);
  expect(outcome.text.length).toBeLessThan(12_000);
  expect(outcome.errors.length).toBeLessThanOrEqual(11);
  expect(sent.length).toBeLessThanOrEqual(20);
  expect(sent.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(20_000);
  expect(outcome.errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
  return outcome;
}

test('every field that takes arguments is asked for, and nothing else', () => {
  expect(Object.keys(FIELDS).sort()).toEqual([...new Set(ARGUMENTS.map(({ coordinate }) => coordinate))].sort());
});

test('a right value is known for every type of input', () => {
  const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);
  expect(Object.keys(RIGHT_INPUTS).sort()).toEqual(inputs.map(({ name }) => name).sort());
  const leaves = ARGUMENTS.map(({ arg }) => getNamedType(arg.type)).filter(isScalarType);
  expect(leaves.filter(({ name }) => RIGHT_SCALARS[name] === undefined)).toEqual([]);
});

describe.each([
  ['HTTP', overHttp],
  ['WebSocket', overWebSocket],
])('over %s', (_transport, ask) => {
  test.each(ARGUMENTS.map(({ coordinate, arg }) => [`${coordinate}(${arg.name})`, coordinate, arg] as const))(
    'whatever is sent as %s, little comes of it',
    async (_what, coordinate, arg) => {
      const { ask: text, needs = {} } = FIELDS[coordinate]!;
      const others = Object.entries(needs).filter(([name]) => name !== arg.name);
      const args = [...others.map(([name, value]) => `${name}: ${value}`), `${arg.name}: $v`].join(', ');
      const [root] = coordinate.split('.') as [string];
      const operation = ['Mutation', 'Subscription'].includes(root) ? root.toLowerCase() : 'query';
      const query = `${operation}($v: ${String(arg.type)}) ${text(args)}`;
      for (const [what, value] of hostile(arg.type)) {
        const { errors } = await expectSmall(ask, { query, variables: { v: value } });
        expect([what, errors[0]?.extensions.code]).toEqual([what, expect.stringMatching(/^BAD_(USER_INPUT|REQUEST)$/)]);
      }
    },
  );

  const longText = 'x'.repeat(150_000);
  test.each<[string, Request, string?]>([
    ['a text in the document', { query: `{ job(id: "${longText}") { id } }` }],
    ['a text in blocks', { query: `{ job(id: """${longText}""") { id } }` }],
    [
      'a list of states in the document',
      { query: `{ jobs(filter: { states: [${'PAUSED '.repeat(9_000)}] }) { totalCount } }` },
    ],
    ['a list of no states', { query: `{ jobs(filter: { states: [${'POUSED '.repeat(9_000)}] }) { totalCount } }` }],
    ['an alias', { query: `{ jobs(first: 500) { edges { node { ${longText}: id } } } }` }],
    ['the name of a field', { query: `{ ${longText} }` }],
    ['the name of a fragment', { query: `{ ...${longText} } fragment ${longText} on Query { __typename }` }],
    ['the name of an unknown fragment', { query: `{ ...${longText} }` }],
    ['the name of a variable', { query: `query($${longText}: ID!) { job(id: $${longText}) { id } }` }],
    ['the name of a directive', { query: `{ __typename @${longText} }` }],
    ['what is no word', { query: `{ job(id: ${longText}${longText}` }],
    ['fields that do not exist', { query: `{ ${Array.from({ length: 9_000 }, (_, n) => `f${n}`).join(' ')} }` }],
    ['a remark', { query: `{ __typename } # ${'x'.repeat(3_000_000)}` }],
    ['the name of an operation', { query: 'query A { __typename }', operationName: 'x'.repeat(SIZE) }],
  ])('%s, as long as it may be, is refused in few words', async (_what, request) => {
    const { errors } = await expectSmall(ask, request);
    expect(errors.length).toBeGreaterThan(0);
  });

  test.each<[string, Request]>([
    ['variables that nobody asked for', { query: '{ __typename }', variables: { x: filled('y'), y: nested(2_000) } }],
    ['a variable of a long name', { query: '{ __typename }', variables: { ['x'.repeat(SIZE)]: 1 } }],
    ['extensions', { query: '{ __typename }', extensions: { x: filled('y'), y: nested(2_000) } }],
  ])('%s are passed by', async (_what, request) => {
    expect((await expectSmall(ask, request)).errors).toEqual([]);
  });
});

test('a WebSocket whose operation has a name of megabytes, which each answer would carry, is closed', async () => {
  const socket = new WebSocket(service.url.replace('http', 'ws'), 'graphql-transport-ws');
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  const closed = once(socket, 'close');
  const payload = { query: 'subscription { jobsUpdated { id } }' };
  socket.send(JSON.stringify({ id: 'x'.repeat(SIZE), type: 'subscribe', payload }));
  expect((await closed)[0]).toBe(4400);
});
