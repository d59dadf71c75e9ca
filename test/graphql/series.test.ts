import { collect, start } from '../support/collections';
import { Service } from '../support/service';

const DAY = 86_400_000;
const day = (text: string) => `2024-${text}T00:00:00.000Z`;

interface Found {
  readonly id: string;
  readonly source: string;
  readonly symbol: string;
  readonly interval: string;
}
interface Page {
  readonly totalCount: number;
  readonly nodes: readonly Found[];
  readonly edges: readonly { readonly cursor: string; readonly node: Found }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly endCursor: string };
}

const PAGE = `totalCount nodes { id source symbol interval } edges { cursor node { id source symbol interval } }
  pageInfo { hasNextPage hasPreviousPage endCursor }`;

let service: Service;
let hold: ReturnType<Service['simx']['faults']['add']>;

beforeAll(async () => {
  service = await Service.open();
  const january = { from: day('01-01'), to: day('02-01'), interval: 'ONE_DAY' };
  service.simx.quirks.set('SIM-009', { holes: [{ from: Date.parse(day('01-01')), to: Date.parse(day('03-01')) }] });
  await collect(service, { ...january, symbols: ['SIM-010', 'SIM-009', 'SIM-002', 'SIM-001', 'NO-SUCH'] });
  await collect(service, { ...january, symbols: ['SIM-001'], interval: 'ONE_HOUR' });
  // Another window of one of them, with a month in between.
  await collect(service, { symbols: ['SIM-002'], from: day('03-01'), to: day('04-01'), interval: 'ONE_DAY' });
  hold = service.simx.faults.add({ kind: 'hold' });
  await start(service, { ...january, symbols: ['SIM-020'] });
  await hold.reached(1);
});
afterAll(() => service.close());

async function found(args = ''): Promise<Page> {
  const { data, errors } = await service.query<{ series: Page }>(`{ series${args && `(${args})`} { ${PAGE} } }`);
  expect(errors).toBeUndefined();
  return data.series;
}

async function one(symbol: string, fields: string, interval = 'ONE_DAY'): Promise<Record<string, unknown>> {
  const query = `{ series(symbolContains: "${symbol}", interval: ${interval}, first: 2) { nodes { ${fields} } } }`;
  const { data, errors } = await service.query<{ series: { nodes: [Record<string, unknown>] } }>(query);
  expect(errors).toBeUndefined();
  expect(data.series.nodes).toHaveLength(1);
  return data.series.nodes[0];
}

const ALL = ['SIM-001 ONE_HOUR', 'SIM-001 ONE_DAY', 'SIM-002 ONE_DAY', 'SIM-009 ONE_DAY', 'SIM-010 ONE_DAY'];
const named = ({ nodes }: Page) => nodes.map(({ symbol, interval }) => `${symbol} ${interval}`);

test('what is stored is listed by source, symbol and interval; what was only asked for is not', async () => {
  const page = await found();
  expect(named(page)).toEqual(ALL);
  expect(page.totalCount).toBe(ALL.length);
  expect(page.edges.map(({ node }) => node)).toEqual(page.nodes);
  for (const { id, source } of page.nodes) {
    expect(source).toBe('simx');
    expect(id).toMatch(/^ser_[1-9]\d*$/);
  }
});

test.each<[string, string[]]>([
  ['symbolContains: "im-00"', ALL.slice(0, 4)],
  ['symbolContains: ""', ALL],
  ['symbolContains: null, source: null, interval: null', ALL],
  ['symbolContains: "%"', []],
  ['symbolContains: "_"', []],
  ['symbolContains: "\\u0000"', []],
  ['interval: ONE_HOUR', ALL.slice(0, 1)],
  ['interval: ONE_MINUTE', []],
  ['source: "simx", symbolContains: "1", interval: ONE_DAY', ['SIM-001 ONE_DAY', 'SIM-010 ONE_DAY']],
  ['source: "binance"', []],
  ['source: ""', []],
])('%s finds %j', async (args, expected) => {
  const page = await found(args);
  expect(named(page)).toEqual(expected);
  expect(page.totalCount).toBe(expected.length);
});

test('pages follow each other without gap or repeat', async () => {
  const seen: string[] = [];
  for (let after: string | null = null, n = 0; ; n++) {
    const page: Page = await found(`first: 2${after ? `, after: "${after}"` : ''}`);
    seen.push(...named(page));
    expect(page.totalCount).toBe(ALL.length);
    expect(page.pageInfo).toMatchObject({ hasPreviousPage: n > 0, hasNextPage: n < 2 });
    expect(page.pageInfo.endCursor).toBe(page.edges.at(-1)!.cursor);
    if (!page.pageInfo.hasNextPage) break;
    after = page.pageInfo.endCursor;
  }
  expect(seen).toEqual(ALL);
  expect(
    named(await found(`interval: ONE_DAY, first: 1, after: "${(await found('first: 1')).edges[0]!.cursor}"`)),
  ).toEqual(ALL.slice(1, 2));
});

test.each([
  ['first: -1'],
  ['after: ""'],
  ['after: "nonsense"'],
  [`after: "${Buffer.from('series simx SIM-001').toString('base64url')}"`],
  [`after: "${Buffer.from('series simx SIM-001 ONE_YEAR').toString('base64url')}"`],
  [`after: "${Buffer.from('bars 1704067200000').toString('base64url')}"`],
])('%s is refused', async (args) => {
  const { errors } = await service.query(`{ series(${args}) { nodes { id } } }`);
  expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
});

test('a series says what is stored of it, and what is proved about it', async () => {
  const fields = `bars first last updatedAt covered { from to } one: covered(limit: 1) { from } none: covered(limit: 0) { from }
    whole: coveredFraction january: coveredFraction(from: "${day('01-01')}", to: "${day('02-01')}")
    half: coveredFraction(from: "${day('02-20')}", to: "${day('03-11')}")
    before: coveredFraction(to: "${day('01-01')}") toItsEnd: coveredFraction(from: "${day('03-01')}")`;
  const series = await one('SIM-002', fields);
  const covered = [
    { from: day('01-01'), to: day('02-01') },
    { from: day('03-01'), to: day('04-01') },
  ];
  const expected = {
    bars: 62,
    first: day('01-01'),
    last: day('03-31'),
    covered,
    one: [{ from: day('01-01') }],
    none: [],
  };
  expect(series).toMatchObject({ ...expected, january: 1, half: 0.5, before: 0, toItsEnd: 1 });
  expect(series.whole).toBeCloseTo(62 / 91);
  expect(Date.now() - Date.parse(series.updatedAt as string)).toBeLessThan(DAY);
  expect(await one('SIM-001', 'bars', 'ONE_HOUR')).toEqual({ bars: 31 * 24 });
});

test('of what the source has nothing, that is proved: a series without a bar', async () => {
  expect(await one('SIM-009', 'bars first last covered { from to } coveredFraction')).toEqual({
    ...{ bars: 0, first: null, last: null, coveredFraction: 1 },
    covered: [{ from: day('01-01'), to: day('02-01') }],
  });
});

test('a window that ends before it begins is refused', async () => {
  const window = `from: "${day('02-01')}", to: "${day('01-01')}"`;
  const { errors } = await service.query(`{ series { nodes { coveredFraction(${window}) } } }`);
  expect(errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
});

test('a series is found by its id, and by nothing else', async () => {
  const [series] = (await found()).nodes;
  const node = async (id: string) => {
    const query = 'query($id: ID!) { node(id: $id) { __typename id ... on Series { symbol interval bars } } }';
    return (await service.query<{ node: object | null }>(query, { id })).data.node;
  };
  const { id } = series!;
  expect(await node(id)).toEqual({ __typename: 'Series', id, symbol: 'SIM-001', interval: 'ONE_HOUR', bars: 744 });
  const number = id.slice('ser_'.length);
  const others = [number, `ser_0${number}`, `ser_${number}.0`, `ser_-${number}`, `job_${number}`, `src_${number}`];
  for (const other of [...others, `ser_ ${number}`, `ser_${number}\n`, `SER_${number}`, 'ser_', 'ser_2147483647'])
    expect([other, await node(other)]).toEqual([other, null]);
  for (const other of ['ser_2147483648', 'ser_99999999999999999999', 'ser_NaN', 'ser_1e3', 'ser_٣', '\0', ''])
    expect([other, await node(other)]).toEqual([other, null]);
});

test('the id of a series names no job', async () => {
  const { id } = (await found()).nodes[0]!;
  const { data } = await service.query(
    `mutation { pauseJob(input: { id: "${id}" }) { ... on JobNotFoundError { id } } }`,
  );
  expect(data).toEqual({ pauseJob: { id } });
  expect((await service.query(`{ job(id: "${id}") { id } }`)).data).toEqual({ job: null });
});

test('the list says that the database is out of reach, when it is', async () => {
  hold.release();
  const aside = await Service.open();
  await aside.database.refuseConnections();
  for (const field of ['series { nodes { id } }', 'series(first: 1) { totalCount }', 'node(id: "ser_1") { id }'])
    expect((await aside.query(`{ ${field} }`)).errors![0]!.extensions.code).toBe('SERVICE_UNAVAILABLE');
  await aside.close();
});
