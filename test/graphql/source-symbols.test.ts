import { CannedServer, json } from '../sources/canned-server';
import { Service } from '../support/service';

/** Requests to the exchange caused by `source { symbols }`, however many clients query it how often. */
let exchange: CannedServer;
let service: Service;
beforeEach(async () => {
  exchange = await CannedServer.start(exchangeInfo(['ETHBTC', 'BTCUSDT', 'ADAUSDT']));
  service = await Service.open({ SOURCE_URLS: `binance=${exchange.baseUrl}` });
});
afterEach(async () => {
  await service.close();
  await exchange.close();
});

const exchangeInfo = (symbols: readonly string[]) =>
  json(200, {
    symbols: symbols.map((symbol) => ({
      symbol,
      status: 'TRADING',
      baseAsset: symbol.slice(0, 3),
      quoteAsset: symbol.slice(3),
    })),
  });

/** Inserts jobs of Binance that were cancelled before they started. */
async function addJobs(count: number): Promise<void> {
  await service.database.source.query(
    `WITH added AS (
       INSERT INTO collection_job (id, state, version, source, interval, window_from, window_to, mode, concurrency,
                                   total, created_at, completed_at)
       SELECT gen_random_uuid(), 'CANCELLED', 1, 'binance', 'ONE_DAY', '2024-01-01', '2024-02-01', 'MISSING', 1, 1, now(),
              now()
         FROM generate_series(1, $1) RETURNING id)
     INSERT INTO job_progress (job_id, total) SELECT id, 1 FROM added`,
    [count],
  );
}

interface Symbols {
  totalCount: number;
  edges: { cursor: string; node: { symbol: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
const SYMBOLS = 'totalCount edges { cursor node { symbol } } pageInfo { hasNextPage endCursor }';

test('500 jobs in one document, and again in the next, are one request to the exchange', async () => {
  await addJobs(500);
  const query = '{ jobs(first: 500) { edges { node { source { symbols(first: 1) { totalCount } } } } } }';
  for (let n = 0; n < 2; n++) {
    const { data, errors } = await service.query<{
      jobs: { edges: { node: { source: { symbols: Symbols } } }[] };
    }>(query);
    expect(errors).toBeUndefined();
    expect(data.jobs.edges.map(({ node }) => node.source.symbols.totalCount)).toEqual(Array(500).fill(3));
  }
  expect(exchange.urls).toHaveLength(1);
});

test('an exchange that refuses is told of, and asked no more for a moment', async () => {
  exchange.answer = json(418, {}, { 'retry-after': '3600' });
  const query = '{ source(name: "binance") { symbols { totalCount } } }';
  for (let n = 0; n < 3; n++) {
    const { errors } = await service.query(query);
    expect(['BANNED', 'RATE_LIMITED']).toContain(errors?.[0]?.extensions.code);
  }
  expect(exchange.urls).toHaveLength(1);
});

test('pages go by symbol, also from a cursor whose symbol is gone, and past the end', async () => {
  const symbols = async (paging: string) => {
    const { data, errors } = await service.query<{ source: { symbols: Symbols } }>(
      `{ source(name: "binance") { symbols(${paging}) { ${SYMBOLS} } } }`,
    );
    if (errors) throw new Error(errors[0]!.message);
    return data.source.symbols;
  };
  const names = ({ edges }: Symbols) => edges.map(({ node }) => node.symbol);
  const after = (symbol: string) => `after: "${Buffer.from(`source-symbols ${symbol}`).toString('base64url')}"`;
  const first = await symbols('first: 2');
  expect(names(first)).toEqual(['ADAUSDT', 'BTCUSDT']);
  expect(first.pageInfo).toEqual({ hasNextPage: true, endCursor: first.edges[1]!.cursor });
  expect(names(await symbols(`first: 2, after: "${first.pageInfo.endCursor}"`))).toEqual(['ETHBTC']);
  expect(names(await symbols(`first: 1, ${after('BNBUSDT')}`))).toEqual(['BTCUSDT']);
  expect(names(await symbols(after('ETHBTC')))).toEqual([]);
  expect(names(await symbols(after('A')))).toEqual(['ADAUSDT', 'BTCUSDT', 'ETHBTC']);
});
