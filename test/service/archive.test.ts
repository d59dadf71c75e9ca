import { ServiceArchive } from '../../src/service-archive';
import { readConfig } from '../../src/config';
import { ArchivedSource } from '../../src/sources/archive/archived-source';
import { ExchangeSource } from '../../src/sources/exchange/exchange-source';
import { EXCHANGES } from '../../src/sources/exchanges';
import { BinanceWithArchive } from '../support/archive/binance-with-archive';
import { eventually } from '../support/eventually';
import { Market } from '../support/exchanges/market';
import { Service } from '../support/service';
import { temporaryFolder } from '../support/service-process';

const MONTH = { from: new Date(Date.UTC(2024, 0)), to: new Date(Date.UTC(2024, 1)) };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Names of the sources that have an archive with these settings. */
function archived(env: Record<string, string>): string[] {
  const archive = new ServiceArchive(readConfig(env), log);
  const sources = EXCHANGES.map((exchange) => archive.behind(new ExchangeSource(exchange)));
  return sources.filter((source) => source instanceof ArchivedSource).map(({ name }) => name);
}

test('Binance has its archive, unless it is off', () => {
  expect(archived({})).toEqual(['binance', 'binance-usdm']);
  expect(archived({ BINANCE_ARCHIVE: 'http://127.0.0.1:9' })).toEqual(['binance', 'binance-usdm']);
  expect(archived({ BINANCE_ARCHIVE: 'off' })).toEqual([]);
});

test('a source at another address may be another exchange: it has an archive only if one is set', () => {
  const SOURCE_URLS = 'binance=http://127.0.0.1:9';
  expect(archived({ SOURCE_URLS })).toEqual(['binance-usdm']);
  expect(archived({ SOURCE_URLS, BINANCE_ARCHIVE: 'http://127.0.0.1:9' })).toEqual(['binance', 'binance-usdm']);
});

test('a collection through the API: a month is two requests, and its bars are stored digit for digit', async () => {
  const listed = { symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: 0, holes: [] } as const;
  const market = new Market([listed], Date.now);
  const [servers, folder] = [await BinanceWithArchive.start(market, 1_000), await temporaryFolder()];
  const service = await Service.open({
    SOURCE_URLS: `binance=${servers.exchange.baseUrl}`,
    BINANCE_ARCHIVE: servers.archive.baseUrl,
    DATA_DIR: folder.path,
  });
  try {
    const input = { source: 'binance', symbols: ['BTCUSDT'], interval: 'FIFTEEN_MINUTES', ...MONTH };
    const { data } = await service.query<{ startCollection: { id: string } }>(
      'mutation($input: StartCollectionInput!) { startCollection(input: $input) { ... on CollectionJob { id } } }',
      { input },
    );
    const job = `query($id: ID!) { job(id: $id) { verdict } }`;
    await eventually(async () => {
      const found = await service.query<{ job: { verdict: string } }>(job, data.startCollection);
      return found.data.job.verdict === 'COMPLETE';
    });
    const bars = await service.query<{ bars: { nodes: { time: string }[] } }>(
      `{ bars(source: "binance", symbol: "BTCUSDT", interval: FIFTEEN_MINUTES, first: 5000) {
           nodes { time open high low close volume quoteVolume trades takerVolume } } }`,
    );
    const stored = bars.data.bars.nodes.map((bar) => ({ ...bar, time: Date.parse(bar.time) }));
    expect(stored).toEqual(market.firstBars('BTCUSDT', 15 * 60_000, MONTH.from.getTime(), MONTH.to.getTime()));
    expect(servers.files).toHaveLength(2);
    expect(servers.klines).toEqual([]);
  } finally {
    await service.close();
    await servers.close();
    await folder.remove();
  }
});
