import { createToken } from '../../src/graphql/access/api-tokens';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

/** What the API computes for clients that display a job. */
let service: Service;
afterEach(() => service.close());

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }`;

async function start(symbols: readonly string[]): Promise<string> {
  const input = {
    source: 'simx',
    symbols,
    interval: 'ONE_DAY',
    from: '2024-01-01T00:00:00Z',
    to: '2024-02-01T00:00:00Z',
  };
  const { data } = await service.query<{ startCollection: { id: string } }>(START, {
    input: { ...input, concurrency: 2 },
  });
  return data.startCollection.id;
}

async function job<T>(id: string, selection: string): Promise<T> {
  const { data, errors } = await service.query<{ job: T }>(`{ job(id: "${id}") { ${selection} } }`);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.job;
}

const settledIn = (id: string, state: string) =>
  eventually(async () => {
    const now = await job<{ state: string; settled: boolean }>(id, 'state settled');
    return now.state === state && now.settled;
  });

const SYMBOLS = ['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004', 'SIM-005'];

test('symbolStates has a letter for each symbol, symbolAt tells of one', async () => {
  service = await Service.open();
  service.simx.faults.add({ kind: 'unknown-symbol', symbol: 'SIM-002' });
  service.simx.faults.add({ kind: 'empty', symbol: 'SIM-003' });
  const hold = service.simx.faults.add({ kind: 'hold', symbol: 'SIM-004' });
  const id = await start(SYMBOLS);
  await hold.reached(1);
  await eventually(async () => {
    const { symbolStates } = await job<{ symbolStates: string }>(id, 'symbolStates');
    return symbolStates === 'SFEAS';
  });
  const at = (position: number) => job<{ symbolAt: unknown }>(id, `symbolAt(position: ${position}) { symbol state }`);
  expect(await at(3)).toEqual({ symbolAt: { symbol: 'SIM-004', state: 'ACTIVE' } });
  expect(await at(1)).toEqual({ symbolAt: { symbol: 'SIM-002', state: 'FAILED' } });
  for (const nowhere of [5, -1, -2_147_483_648, 2_147_483_647]) expect(await at(nowhere)).toEqual({ symbolAt: null });
});

test('failures are counted by code, and their symbols listed', async () => {
  service = await Service.open();
  for (const symbol of ['SIM-001', 'SIM-003']) service.simx.faults.add({ kind: 'unknown-symbol', symbol });
  const id = await start(SYMBOLS);
  await settledIn(id, 'COMPLETED');
  const shown = await job(
    id,
    `failures { code count }
     symbols(errorCode: "BAD_SYMBOL") { totalCount edges { node { symbol } } }
     none: symbols(errorCode: "TIMEOUT") { totalCount }
     unknown: symbols(errorCode: "no such code") { totalCount }`,
  );
  expect(shown).toEqual({
    failures: [{ code: 'BAD_SYMBOL', count: 2 }],
    symbols: { totalCount: 2, edges: [{ node: { symbol: 'SIM-001' } }, { node: { symbol: 'SIM-003' } }] },
    none: { totalCount: 0 },
    unknown: { totalCount: 0 },
  });
});

test('milestones are the history without SYMBOLS_DONE, and the curve is thinned out to its ends', async () => {
  service = await Service.open();
  const id = await start(Array.from({ length: 60 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`));
  await settledIn(id, 'COMPLETED');
  interface Shown {
    all: { totalCount: number };
    events: { totalCount: number; edges: { node: { type: string; seq: number } }[] };
    progressCurve: { seq: number; progress: { done: number } }[];
    whole: { seq: number }[];
    least: { seq: number }[];
  }
  const shown = await job<Shown>(
    id,
    `all: events { totalCount }
     events(milestones: true) { totalCount edges { node { type seq } } }
     progressCurve(points: 5) { seq progress { done } }
     whole: progressCurve(points: 500) { seq }
     least: progressCurve(points: -1) { seq }`,
  );
  expect(shown.events.edges.map(({ node }) => node.type)).toEqual(['CREATED', 'STARTED', 'COMPLETED']);
  expect(shown.events.totalCount).toBe(3);
  const last = shown.all.totalCount;
  expect(shown.progressCurve).toHaveLength(5);
  expect(shown.progressCurve.at(0)).toMatchObject({ seq: 1, progress: { done: 0 } });
  expect(shown.progressCurve.at(-1)).toMatchObject({ seq: last, progress: { done: 60 } });
  expect(shown.whole.map(({ seq }) => seq)).toEqual(Array.from({ length: last }, (_, n) => n + 1));
  expect(shown.least.map(({ seq }) => seq)).toEqual([1, last]);
});

interface BarsPage {
  totalCount: number;
  edges: { cursor: string; node: { time: string } }[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string };
}

async function bars(paging: string, variables: object = {}): Promise<BarsPage> {
  const declared = ['first', 'last'].filter((name) => paging.includes(`$${name}`)).map((name) => `$${name}: Int`);
  const { data, errors } = await service.query<{ bars: BarsPage }>(
    `query Bars ${declared.length ? `(${declared.join(', ')})` : ''} {
      bars(source: "simx", symbol: "SIM-001", interval: ONE_DAY, ${paging}) {
        totalCount edges { cursor node { time } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
    variables,
  );
  if (errors) throw new Error(errors[0]!.message);
  return data.bars;
}

const days = ({ edges }: BarsPage) => edges.map(({ node }) => Number(node.time.slice(8, 10)));

/** Runs a job that collects January: 31 bars. */
async function collectJanuary(): Promise<void> {
  service = await Service.open();
  const id = await start(['SIM-001']);
  await settledIn(id, 'COMPLETED');
}

test('bars are paged from the end, too', async () => {
  await collectJanuary();
  const end = await bars('last: 3');
  expect(days(end)).toEqual([29, 30, 31]);
  expect(end.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
  const before = await bars(`last: 27, before: "${end.pageInfo.startCursor}"`);
  expect(days(before)).toEqual(Array.from({ length: 27 }, (_, n) => n + 2));
  expect(before.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: true });
  const rest = await bars(`last: 5, before: "${before.pageInfo.startCursor}"`);
  expect(days(rest)).toEqual([1]);
  expect(rest.pageInfo).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
  expect(days(await bars('last: 0'))).toEqual([]);
  await expect(bars('last: -1')).rejects.toThrow('last must not be negative');
  await expect(bars('last: 1, before: "nonsense"')).rejects.toThrow('no cursor of bars');
});

test('after and before bound the bars, first takes from their beginning and last from their end', async () => {
  await collectJanuary();
  const all = (await bars('first: 31')).edges;
  const [tenth, twentieth] = [`after: "${all[9]!.cursor}"`, `before: "${all[19]!.cursor}"`];
  const [more, none] = [true, false];
  const cases: [string, number[], boolean, boolean][] = [
    [`first: 3, ${twentieth}`, [1, 2, 3], none, more],
    [`first: 30, ${twentieth}`, Array.from({ length: 19 }, (_, n) => n + 1), none, more],
    [`first: 3, ${tenth}`, [11, 12, 13], more, more],
    [`first: 30, ${tenth}`, Array.from({ length: 21 }, (_, n) => n + 11), more, none],
    [`last: 3, ${tenth}`, [29, 30, 31], more, none],
    [`last: 3, ${twentieth}`, [17, 18, 19], more, more],
    [`last: 30, ${twentieth}`, Array.from({ length: 19 }, (_, n) => n + 1), none, more],
    [`first: 3, ${tenth}, ${twentieth}`, [11, 12, 13], more, more],
    [`last: 3, ${tenth}, ${twentieth}`, [17, 18, 19], more, more],
    [`${tenth}, ${twentieth}`, [11, 12, 13, 14, 15, 16, 17, 18, 19], more, more],
    [`first: 0, ${tenth}`, [], more, more],
    // No bar lies between the cursors.
    [`first: 3, after: "${all[19]!.cursor}", before: "${all[9]!.cursor}"`, [], more, more],
    // The window is narrower than the cursors.
    [`last: 2, ${tenth}, to: "2024-01-15T00:00:00Z"`, [13, 14], more, none],
    [`first: 2, ${twentieth}, from: "2024-01-15T00:00:00Z"`, [15, 16], none, more],
  ];
  for (const [paging, expected, hasPreviousPage, hasNextPage] of cases) {
    const page = await bars(paging);
    expect([paging, days(page)]).toEqual([paging, expected]);
    expect([paging, page.pageInfo]).toMatchObject([paging, { hasPreviousPage, hasNextPage }]);
  }
  expect((await bars(`first: 1, ${tenth}, ${twentieth}`)).totalCount).toBe(31);
});

test('first and last together are refused, wherever they come from', async () => {
  await collectJanuary();
  for (const both of ['first: 1, last: 1', 'first: $first, last: $last', 'first: $first, last: 1']) {
    await expect(bars(both, { first: 1, last: 1 })).rejects.toThrow('`first` and `last` do not go together');
  }
  // A null or missing variable counts as not given.
  expect(days(await bars('first: null, last: 1'))).toEqual([31]);
  expect(days(await bars('first: $first, last: $last', { last: 1 }))).toEqual([31]);
  expect(days(await bars('first: $first, last: $last', { first: 1, last: null }))).toEqual([1]);
});

test('viewer says who asks', async () => {
  const token = createToken();
  service = await Service.open({ API_TOKENS: `ann:viewer:${token.hash}` });
  const { data } = await service.query('{ viewer { name role } }', {}, token.token);
  expect(data).toEqual({ viewer: { name: 'ann', role: 'VIEWER' } });
});

test('what adds up a whole job costs as a page does', async () => {
  service = await Service.open();
  const { errors } = await service.query('{ jobs(first: 500) { edges { node { symbolStates } } } }');
  expect(errors?.[0]).toMatchObject({ extensions: { code: 'OPERATION_TOO_COSTLY' } });
});
