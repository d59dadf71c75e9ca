import { tmpdir } from 'node:os';
import type { DataSource } from '../../../src/application/ports/data-source';
import { BAR_INTERVALS, INTERVAL_MS } from '../../../src/domain/bar';
import { Archive } from '../../../src/sources/archive/archive';
import { ArchivedSource } from '../../../src/sources/archive/archived-source';
import { BINANCE_ARCHIVE_LIMITS } from '../../../src/sources/archive/binance-archive';
import { ExchangeSource } from '../../../src/sources/exchange/exchange-source';
import { BINANCE_USDM } from '../../../src/sources/exchanges/binance-usdm';
import { ArchivedBinance, type ArchivedName } from '../../support/archive/archived-binance';
import { archivedMarket } from '../../support/archive/binance-with-archive';
import { Market } from '../../support/exchanges/market';
import { collect } from '../exchanges/collect';

const SYMBOL = 'BTCUSDT';
const LISTED = { symbol: SYMBOL, base: 'BTC', quote: 'USDT', status: 'TRADING', listedAt: 0, holes: [] } as const;
const market = new Market([LISTED], () => Date.UTC(2025, 5, 15));
const JANUARY = { from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) };

let binance: ArchivedBinance | null = null;
afterEach(async () => {
  await binance?.close();
  binance = null;
});

const UP_TO_QUARTERS = ['ONE_MINUTE', 'THREE_MINUTES', 'FIVE_MINUTES', 'FIFTEEN_MINUTES'];
const MARKETS: readonly [ArchivedName, readonly string[]][] = [
  ['binance', UP_TO_QUARTERS],
  ['binance-usdm', [...UP_TO_QUARTERS, 'THIRTY_MINUTES']],
];

test.each(MARKETS)('%s: files of the intervals of which a month is more than two pages', async (name, archived) => {
  const { source } = (binance = await ArchivedBinance.open(name, market));
  const year = { from: Date.UTC(2024, 0), to: Date.UTC(2025, 0) };
  expect(BAR_INTERVALS.filter((interval) => source.asks(SYMBOL, interval, year) === 'ARCHIVE')).toEqual(archived);
});

test.each([false, true])('a month of half hours of a contract; with a header: %s', async (hasHeader) => {
  const { source, servers } = (binance = await ArchivedBinance.open('binance-usdm', market, { hasHeader }));
  const { bars, covered } = await collect(source, SYMBOL, 'THIRTY_MINUTES', JANUARY);
  expect(bars).toEqual(market.firstBars(SYMBOL, INTERVAL_MS.THIRTY_MINUTES, JANUARY.from, JANUARY.to));
  expect(covered).toEqual([JANUARY]);
  const path = '/data/futures/um/monthly/klines/BTCUSDT/30m/BTCUSDT-30m-2024-01.zip';
  expect(servers.files).toEqual([`${path}.CHECKSUM`, path]);
  expect(servers.klines).toEqual([]);
});

test('what the exchange tells of itself, the source with its archive tells as well', () => {
  const bars = { ...BINANCE_USDM.bars, reach: 1_000 };
  const description = { ...BINANCE_USDM, bars, earliest: Date.UTC(2019, 8), unsetVariables: ['KEY'] };
  const exchange: DataSource & { close(): Promise<void> } = new ExchangeSource(description);
  const settings = { baseUrl: 'http://127.0.0.1:1', folder: tmpdir(), log: { warn: jest.fn() } };
  const archive = new Archive(BINANCE_ARCHIVE_LIMITS, settings);
  const source: DataSource = new ArchivedSource(exchange, archive, archivedMarket('binance-usdm'));
  const { name, kind, description: text, intervals, requestsPerMinute, barsPerPage, listingCost } = exchange;
  expect(source).toMatchObject({
    name,
    kind,
    description: text,
    intervals,
    requestsPerMinute,
    barsPerPage,
    listingCost,
  });
  expect(source).toMatchObject({ reach: 1_000, earliest: Date.UTC(2019, 8), unsetVariables: ['KEY'] });
  expect(source.archive).toBe(BINANCE_ARCHIVE_LIMITS);
});
