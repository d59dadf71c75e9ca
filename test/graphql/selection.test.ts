import { CannedServer, json } from '../sources/canned-server';
import { eventually } from '../support/eventually';
import { Service } from '../support/service';

/** Jobs whose symbols are selected, and that begin at the listing or end now. */
let exchange: CannedServer;
let service: Service;
beforeEach(async () => {
  exchange = await CannedServer.start();
  service = await Service.open({ SOURCE_URLS: `binance=${exchange.baseUrl}` });
});
afterEach(async () => {
  await service.close();
  await exchange.close();
});

interface Started {
  readonly id: string;
  readonly from: string | null;
  readonly to: string;
  readonly symbols: { readonly totalCount: number; readonly nodes: { readonly symbol: string }[] };
}
type Refused = { readonly message: string; readonly path: string[] };

const START = `mutation($input: StartCollectionInput!) { startCollection(input: $input) {
  ... on CollectionJob { id from to symbols(first: 5) { totalCount nodes { symbol } } }
  ... on InvalidInputError { message path } } }`;
const DAY = { interval: 'ONE_DAY', from: '2024-01-01T00:00:00Z', to: '2024-01-02T00:00:00Z' };

async function start<T = Started>(input: object): Promise<T> {
  const variables = { input: { source: 'simx', ...DAY, ...input } };
  const { data, errors } = await service.query<{ startCollection: T }>(START, variables);
  expect(errors).toBeUndefined();
  return data.startCollection;
}
const names = ({ symbols }: Started) => symbols.nodes.map(({ symbol }) => symbol);

test('a selection is made into the list of the job', async () => {
  const select = { match: ['SIM-00*', 'SIM-01?'], exclude: ['*5'], quote: 'USD', limit: 4 };
  expect(names(await start({ select }))).toEqual(['SIM-001', 'SIM-002', 'SIM-003', 'SIM-004']);
  expect((await start({ select: {} })).symbols.totalCount).toBe(120);
});

test('thousands of symbols from one line; a list that changes later does not change the job', async () => {
  const listing = (count: number) =>
    json(200, {
      symbols: Array.from({ length: count }, (_, n) => {
        const [base, status] = [`C${n}`, n % 2 ? 'BREAK' : 'TRADING'];
        return { symbol: `${base}USDT`, baseAsset: base, quoteAsset: 'USDT', status };
      }),
    });
  exchange.answer = listing(10_000);
  const input = { source: 'binance', select: { match: ['*USDT'] }, requestId: 'once' };
  const job = await start(input);
  expect(job.symbols.totalCount).toBe(5_000);
  exchange.answer = listing(2);
  // Otherwise the list would still be known.
  await service.restart();
  expect(await start(input)).toEqual(job);
  const other = await start<Refused>({ ...input, select: { match: ['*'] } });
  expect(other.path).toEqual(['input', 'requestId']);
});

test('a source that does not list its symbols is a refusal within the time of an answer; a repetition needs no list', async () => {
  exchange.answer = () => undefined;
  const input = { source: 'binance', select: { match: ['*'] }, requestId: 'late' };
  const refused = await start<Refused>(input);
  expect(refused).toMatchObject({ path: ['input', 'select'], message: expect.stringContaining('TIMEOUT') });
  expect(await service.database.source.query('SELECT FROM collection_job')).toEqual([]);
});

test.each<[object, string[]]>([
  [{}, ['input', 'symbols']],
  [{ symbols: ['SIM-001'], select: {} }, ['input', 'symbols']],
  [{ select: { match: ['NONE*'] } }, ['input', 'select']],
  [{ select: { match: [] } }, ['input', 'select', 'match']],
  [{ select: { limit: -1 } }, ['input', 'select', 'limit']],
  [{ source: 'nowhere', select: {} }, ['input', 'source']],
])('%j is refused', async (input, path) => {
  expect(await start<Refused>(input)).toMatchObject({ path });
});

test('without an end it is now; without a beginning it is the listing, and all before it is covered', async () => {
  const listedAt = Date.UTC(2023, 5, 1);
  const day = 86_400_000;
  exchange.answer = (request, response) => {
    const query = new URL(request.url!, exchange.baseUrl).searchParams;
    const first = Math.max(Number(query.get('startTime')), listedAt);
    const rows = [];
    for (let time = first; time <= Number(query.get('endTime')) && rows.length < 1_000; time += day)
      rows.push([time, '1.0', '2.0', '0.5', '1.5', '10', time + day - 1, '15', 3, '5', '7', '0']);
    json(200, rows)(request, response);
  };
  const before = Date.now();
  const job = await start({ source: 'binance', symbols: ['NEWUSDT'], from: null, to: null });
  expect(job.from).toBeNull();
  expect(Date.parse(job.to)).toBeGreaterThanOrEqual(before);
  await eventually(async () => {
    const asked =
      '{ jobs(first: 1) { nodes { state verdict } } series(source: "binance") { nodes { bars first gaps { nodes { from to reason } } } } }';
    const { data } = await service.query<{ jobs: { nodes: object[] }; series: { nodes: object[] } }>(asked);
    expect(data.jobs.nodes).toEqual([{ state: 'COMPLETED', verdict: 'COMPLETE' }]);
    const [series] = data.series.nodes;
    expect(series).toMatchObject({ first: '2023-06-01T00:00:00.000Z' });
  });
  expect(exchange.urls).toHaveLength(Math.ceil((Date.now() - listedAt) / day / 1_000));
});
