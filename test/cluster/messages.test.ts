import fc from 'fast-check';
import { z } from 'zod';
import { MAX_VERSION, PROTOCOL } from '../../src/cluster/bus/messages';
import { readMessage } from '../../src/cluster/bus/read-message';
import { BAR_INTERVALS } from '../../src/domain/bar';
import { COLLECT_MODES, VERDICTS } from '../../src/domain/collection-job';
import { ASKABLE_REASONS } from '../../src/domain/series/gap';
import { JOB_STATES } from '../../src/domain/job-state';
import { InterestRegistry } from '../../src/cluster/updates/interest-registry';
import { LoneNode, SELF } from './heard';

const ID = '01234567-89ab-4cde-8f01-23456789abcd';
const AT = '2024-01-01T00:00:00.000Z';
const JOB = {
  id: ID,
  name: null,
  state: 'RUNNING',
  version: 2,
  source: 'simx',
  interval: 'ONE_DAY',
  from: AT,
  to: AT,
  mode: 'MISSING',
  fromListing: false,
  asksFor: ['NOT_COLLECTED'],
  verdict: null,
  symbolsWithGaps: 0,
  barsAlreadyThere: 0,
  revised: 0,
  differences: 0,
  concurrency: 2,
  shards: 1,
  reason: null,
  createdAt: AT,
  startedAt: AT,
  pausedAt: null,
  completedAt: null,
  drained: false,
  lastEvent: 3,
  progress: { total: 3, succeeded: 1, empty: 0, failed: 0, rows: 9, activeMs: 1.5, symbolsPerSecond: 0.5 },
};
/** A valid message of each type and kind, sent by another node. */
const VALID: readonly object[] = [
  { type: 'NEWS', items: [{ job: JOB, kind: 'TRANSITION' }] },
  { type: 'NEWS', items: [{ job: { ...JOB, state: 'PAUSED', pausedAt: AT, drained: true }, kind: 'PROGRESS' }] },
  { type: 'NEWS', items: [{ changed: ID, kind: 'PROGRESS' }] },
  { type: 'NEWS', items: [{ inFlight: ID, symbols: [['S0', 0, 1, 3, 1.7e12]], more: false }] },
  { type: 'ORDER', id: 7, jobId: ID, version: 3, state: 'PAUSED', abortInFlight: true },
  { type: 'HEARD', to: SELF, id: 7 },
  { type: 'HOLD', source: 'simx', ms: 5_000 },
  { type: 'INTEREST', id: 8, jobIds: [ID] },
  { type: 'INTEREST', id: null, jobIds: null },
].map((saying) => ({ v: PROTOCOL, from: 'another-node', ...saying }));

/** A second, independent specification of the messages. */
const id = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const count = z.int().min(0);
const int = count.max(2 ** 31 - 1);
const version = z.int().min(1).max(MAX_VERSION);
const date = z.string().refine((text) => !Number.isNaN(new Date(text).getTime()));
const nodeId = z.string().min(1).max(300);
const kind = z.enum(['TRANSITION', 'PROGRESS']);
const job = z.object({
  id,
  name: z.string().nullable(),
  state: z.enum(JOB_STATES),
  version,
  source: z.string(),
  interval: z.enum(BAR_INTERVALS),
  from: date,
  to: date,
  fromListing: z.boolean(),
  mode: z.enum(COLLECT_MODES),
  asksFor: z.array(z.enum(ASKABLE_REASONS)),
  verdict: z.enum(VERDICTS).nullable(),
  symbolsWithGaps: int,
  barsAlreadyThere: count,
  revised: count,
  differences: count,
  concurrency: int,
  shards: int,
  reason: z.string().nullable(),
  createdAt: date,
  startedAt: date.nullable(),
  pausedAt: date.nullable(),
  completedAt: date.nullable(),
  drained: z.boolean(),
  lastEvent: int,
  progress: z.object({
    total: int,
    succeeded: int,
    empty: int,
    failed: int,
    rows: count,
    activeMs: z.number(),
    symbolsPerSecond: z.number(),
  }),
});
const flying = z.tuple([z.string(), int, int, count, z.number().min(0).max(8.64e15)]);
const envelope = { v: z.literal(PROTOCOL), from: nodeId };
const MESSAGE = z.discriminatedUnion('type', [
  z.object({
    ...envelope,
    type: z.literal('NEWS'),
    items: z.array(
      z.union([
        z.object({ job, kind }),
        z.object({ changed: id, kind }),
        z.object({ inFlight: id, symbols: z.array(flying), more: z.boolean() }),
      ]),
    ),
  }),
  z.object({
    ...envelope,
    type: z.literal('ORDER'),
    id: count,
    jobId: id,
    version,
    state: z.enum(JOB_STATES),
    abortInFlight: z.boolean(),
  }),
  z.object({ ...envelope, type: z.literal('HEARD'), to: nodeId, id: count }),
  z.object({ ...envelope, type: z.literal('HOLD'), source: z.string(), ms: z.number().min(0) }),
  z.object({ ...envelope, type: z.literal('INTEREST'), id: count.nullable(), jobIds: z.array(id).nullable() }),
]);

function isMessage(text: string): boolean {
  try {
    return MESSAGE.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

type Path = readonly (string | number)[];

/** Paths of all values within a message, excluding the message itself. */
function pathsOf(value: unknown, at: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...pathsOf(inner, [...at, key])]);
}

/** @param value undefined removes a property */
function replaced(message: object, path: Path, value: unknown): object {
  const copy = structuredClone(message) as Record<string, unknown>;
  const owner = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  if (value === undefined && !Array.isArray(owner)) delete owner[path.at(-1)!];
  else owner[path.at(-1)!] = value;
  return copy;
}

const wrong = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, '', [], {}, [null], 'garbage', '2024-13-45', ID, AT, 'RUNNING'),
  fc.constantFrom<unknown>(
    0,
    -0,
    -1,
    0.5,
    1e300,
    -1e300,
    2 ** 31,
    2 ** 53,
    Number.MAX_SAFE_INTEGER,
    'NaN',
    '__proto__',
  ),
  fc.jsonValue(),
);
const damaged = fc
  .constantFrom(...VALID)
  .chain((message) => fc.tuple(fc.constant(message), fc.constantFrom(...pathsOf(message)), wrong))
  .map(([message, path, value]) => JSON.stringify(replaced(message, path, value)));
const loose = fc
  .record({
    v: fc.constantFrom(PROTOCOL, PROTOCOL, PROTOCOL, PROTOCOL + 1, String(PROTOCOL), null),
    from: fc.constantFrom('another-node', SELF, '', 5),
    rest: fc.dictionary(fc.string(), fc.jsonValue()),
  })
  .chain(({ rest, ...head }) =>
    fc
      .constantFrom('NEWS', 'ORDER', 'HEARD', 'HOLD', 'INTEREST', 'constructor', '__proto__', null)
      .map((type) => JSON.stringify({ ...rest, ...head, type })),
  );
const anyText = fc.oneof(
  fc.string(),
  fc.json(),
  loose,
  damaged,
  damaged.map((text) => text.slice(0, -3)),
);

let node: LoneNode;
beforeEach(() => (node = new LoneNode()));
afterEach(() => node.close());

test('every kind of message is heard, and has its effect', async () => {
  const effects: string[][] = [];
  for (const message of VALID) {
    const fresh = new LoneNode();
    effects.push(fresh.hears(JSON.stringify(message)).map(([name]) => name));
    expect(fresh.logged).toEqual([]);
    await fresh.close();
  }
  expect(effects).toEqual([
    ['obey', 'deliver'],
    ['drained', 'deliver'],
    [],
    [],
    // What is in flight, then the acknowledgement.
    ['obey', 'say', 'say'],
    [],
    ['keepQuiet'],
    ['say', 'say'],
    // Nobody waits for an answer, and nothing is in flight.
    [],
  ]);
  const [news] = VALID.map((message) => readMessage(JSON.stringify(message), 10_000));
  const at = new Date(AT);
  expect(news).toMatchObject({ items: [{ job: { ...JOB, from: at, to: at, createdAt: at, startedAt: at } }] });
});

test('whatever comes, nothing is thrown, and only a message has an effect', async () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const effects = node.hears(text);
      if (!isMessage(text)) expect(effects).toEqual([]);
      expect(typeof readMessage(text, text.length) === 'string').toBe(!isMessage(text));
    }),
    { numRuns: 4_000 },
  );
});

test.each([
  ['an item without an id', { type: 'NEWS', items: [{ job: { ...JOB, id: undefined }, kind: 'TRANSITION' }] }],
  ['no item', { type: 'NEWS', items: [null] }],
  ['items that are no list', { type: 'NEWS', items: { length: 1, 0: { changed: ID, kind: 'PROGRESS' } } }],
  ['a job that is a list', { type: 'NEWS', items: [{ job: [], kind: 'TRANSITION' }] }],
  ['a date that is none', { type: 'NEWS', items: [{ job: { ...JOB, to: 'tomorrow' }, kind: 'TRANSITION' }] }],
  [
    'a job in a state that there is not',
    { type: 'NEWS', items: [{ job: { ...JOB, state: 'DONE' }, kind: 'PROGRESS' }] },
  ],
  ['two kinds in one', { type: 'NEWS', items: [{ inFlight: ID, symbols: [], more: 0, job: null, kind: 'PROGRESS' }] }],
  ['an order to no state', { type: 'ORDER', id: 1, jobId: ID, version: 3, state: 'STOPPED', abortInFlight: true }],
  ['a version beyond all', { type: 'ORDER', id: 1, jobId: ID, version: 2 ** 53, state: 'PAUSED', abortInFlight: true }],
  ['a rest of less than nothing', { type: 'HOLD', source: 'simx', ms: -1 }],
  ['a rest without a number', { type: 'HOLD', source: 'simx', ms: Number.NaN }],
  ['an interest in what is no job', { type: 'INTEREST', id: 1, jobIds: ['5000'] }],
  ['another version', { v: PROTOCOL + 1, type: 'HOLD', source: 'simx', ms: 5 }],
  ['no version, as of a node from before there were any', { v: undefined, type: 'HOLD', source: 'simx', ms: 5 }],
  ['no sender', { from: undefined, type: 'HOLD', source: 'simx', ms: 5 }],
  ['no type that there is', { type: 'toString', ms: 5 }],
])('%s is dropped, and the log says so', (_what, saying) => {
  expect(node.told(saying)).toEqual([]);
  expect(node.logged).toHaveLength(1);
});

test.each(['', 'null', '[]', '['.repeat(250_000), `{"v":1,"a":"${'x'.repeat(300_000)}"}`, '\0'.repeat(256 * 1024)])(
  'garbage is dropped (%#)',
  (text) => {
    expect(node.hears(text)).toEqual([]);
    expect(node.logged).toHaveLength(1);
  },
);

test('what a node says itself it does not obey', () => {
  for (const message of VALID) expect(node.hears(JSON.stringify({ ...message, from: SELF }))).toEqual([]);
  expect(node.logged).toEqual([]);
});

test('what goes wrong in obeying does not get out', () => {
  node.onEffect = () => {
    throw new Error('stumbled');
  };
  for (const message of VALID) expect(() => node.hears(JSON.stringify(message))).not.toThrow();
  expect(node.logged).toMatchObject([
    { kind: 'NOT_OBEYED', err: expect.objectContaining({ message: 'stumbled' }) as object },
  ]);
});

describe('the log', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('has one line a minute for each kind, with a count', () => {
    for (let n = 0; n < 1_000; n++) {
      node.hears('garbage');
      node.told({ v: 9 });
    }
    const first = [
      { kind: 'NOT_JSON', count: 1, sample: 'garbage' },
      { kind: 'OTHER_VERSION', count: 1 },
    ];
    expect(node.logged).toMatchObject(first);
    jest.advanceTimersByTime(60_000);
    const rest = first.map((line) => ({ ...line, count: 999 }));
    expect(node.logged).toMatchObject([...first, ...rest]);
    jest.advanceTimersByTime(600_000);
    expect(node.logged).toHaveLength(4);
    node.hears('garbage');
    expect(node.logged).toHaveLength(5);
  });

  test('tells what it still counts when the node ends, and holds no long text', async () => {
    for (let n = 0; n < 3; n++) node.hears('x'.repeat(200_000));
    node.node['dropped'].close();
    expect(node.logged).toMatchObject([{ count: 1 }, { count: 2, length: 200_000 }]);
    expect(JSON.stringify(node.logged).length).toBeLessThan(1_000);
  });
});

describe('what others say costs a bounded amount of work', () => {
  test('jobs that are too large for a message: nothing is read unless a client of this node watches them', () => {
    for (let round = 0; round < 20; round++) {
      const changed = (n: number) => ({ changed: `${String(n).padStart(8, '0')}${ID.slice(8)}`, kind: 'PROGRESS' });
      node.told({ type: 'NEWS', items: Array.from({ length: 1_000 }, (_, n) => changed(round * 1_000 + n)) });
    }
    expect(node.effects).toEqual([]);
  });

  test('interests: no more than a node names, and none for longer than they last', () => {
    jest.useFakeTimers();
    const interests = new InterestRegistry();
    const idOf = (n: number) => `${String(n).padStart(8, '0')}${ID.slice(8)}`;
    for (let n = 0; n < 100; n++)
      interests.add(
        'node',
        Array.from({ length: 200 }, (_, k) => idOf(n * 200 + k)),
      );
    const all = Array.from({ length: 20_000 }, (_, n) => interests.of(idOf(n)).length);
    expect(all.filter((nodes) => nodes > 0)).toHaveLength(10_000);
    interests.add('another', null);
    expect(interests.of(ID)).toEqual(['another']);
    jest.advanceTimersByTime(60_000);
    expect(interests.of(ID)).toEqual([]);
    expect(interests.of(idOf(0))).toEqual([]);
    jest.useRealTimers();
  });

  test('what is in flight: each place once, and no more than any node has', async () => {
    const symbols = (from: number, length: number) => Array.from({ length }, (_, n) => ['S', from + n, 1, 0, 0]);
    const shown = async () => (await node.node.workers.inFlight(ID)).length;
    for (let n = 0; n < 500; n++)
      node.told({ type: 'NEWS', items: [{ inFlight: ID, symbols: symbols(0, 50), more: true }] });
    expect(await shown()).toBe(50);
    for (let n = 0; n < 200; n++) {
      node.told({ type: 'NEWS', items: [{ inFlight: ID, symbols: symbols(n * 1_000, 1_000), more: true }] });
    }
    expect(await shown()).toBeLessThanOrEqual(100_000);
    node.told({ type: 'NEWS', items: [{ inFlight: ID, symbols: symbols(0, 2), more: false }] });
    expect(await shown()).toBe(2);
  });

  test('nodes that there are not: no more than a cluster has', async () => {
    for (let n = 0; n < 3_000; n++) {
      const item = { inFlight: ID, symbols: [['S', n, 1, 0, 0]], more: false };
      node.hears(JSON.stringify({ v: PROTOCOL, from: `node ${n}`, type: 'NEWS', items: [item] }));
    }
    expect((await node.node.workers.inFlight(ID)).length).toBeLessThanOrEqual(1_000);
  });
});
