import type { TimeRange } from '../../../src/domain/series/time-range';
import { Market } from '../../support/exchanges/market';

export const HOUR = 3_600_000;
/** The hour that is running is the hundredth after ZERO. */
export const NOW = Date.UTC(2024, 5, 18, 12, 34, 56);
export const ZERO = Date.UTC(2024, 5, 18, 12) - 100 * HOUR;
export const LISTED_AT = Date.UTC(2022, 0, 1, 9, 17);

/** What is asked for: from and to in milliseconds. */
export interface Window {
  readonly from?: number;
  readonly to?: number;
  readonly limit?: number;
  readonly symbol?: string;
  readonly interval?: string;
}

export interface ExchangeCase {
  /** Of the markets: one that trades, one that is halted, one that was delisted. */
  readonly symbols: readonly string[];
  readonly quote: string;
  readonly interval: string;
  /** Path and query of a request for candles. */
  readonly url: (window: Required<Pick<Window, 'symbol' | 'interval'>> & Window) => string;
  /** Rows of an answer, whose JSON numbers stay text. */
  readonly rows: (text: string) => Record<string | number, string | number>[];
  /** Where in a row what is. */
  readonly columns: Readonly<Record<'open' | 'high' | 'low' | 'close' | 'volume', string | number>>;
  readonly time: string | number;
  readonly unitMs: 1 | 1000;
  readonly markets: string;
}

function query(path: string, values: Readonly<Record<string, string | number | undefined>>): string {
  const asked = Object.entries(values).filter(([, value]) => value !== undefined);
  return `${path}?${new URLSearchParams(asked.map(([name, value]) => [name, String(value)])).toString()}`;
}
const seconds = (time: number | undefined) => time && time / 1000;
const iso = (time: number | undefined) => time && new Date(time).toISOString();
const numbersAsText = (text: string) => JSON.parse(text.replace(/(?<=[[,])-?[\d.]+/g, '"$&"'));
const ohlcv = { open: 1, high: 2, low: 3, close: 4, volume: 5 };

const binance = (prefix: string): ExchangeCase => ({
  symbols: ['BTCUSDT', 'ETHUSDT', 'OLDUSDT'],
  quote: 'USDT',
  interval: '1h',
  url: ({ from, to, limit, ...asked }) => query(`${prefix}/klines`, { ...asked, startTime: from, endTime: to, limit }),
  rows: (text) => JSON.parse(text),
  columns: ohlcv,
  time: 0,
  unitMs: 1,
  markets: `${prefix}/exchangeInfo`,
});

const bybit = (category: string): ExchangeCase => ({
  ...binance(''),
  interval: '60',
  url: ({ from, to, ...asked }) => query('/v5/market/kline', { category, ...asked, start: from, end: to }),
  rows: (text) => JSON.parse(text).result.list,
  markets: `/v5/market/instruments-info?category=${category}`,
});

/** One hour's candles of each exchange. */
export const CASES = {
  binance: binance('/api/v3'),
  'binance-usdm': binance('/fapi/v1'),
  bybit: bybit('spot'),
  'bybit-linear': bybit('linear'),
  okx: {
    ...binance(''),
    symbols: ['BTC-USDT', 'ETH-USDT', 'OLD-USDT'],
    interval: '1H',
    url: ({ symbol, interval, from, to, limit }) =>
      query('/api/v5/market/candles', { instId: symbol, bar: interval, before: from, after: to, limit }),
    rows: (text) => JSON.parse(text).data,
    markets: '/api/v5/public/instruments?instType=SPOT',
  },
  coinbase: {
    symbols: ['BTC-USD', 'ETH-USD', 'OLD-USD'],
    quote: 'USD',
    interval: '3600',
    url: ({ symbol, interval, from, to }) =>
      query(`/products/${symbol}/candles`, { granularity: interval, start: iso(from), end: iso(to) }),
    rows: numbersAsText,
    columns: { low: 1, high: 2, open: 3, close: 4, volume: 5 },
    time: 0,
    unitMs: 1000,
    markets: '/products',
  },
  kraken: {
    symbols: ['XBTUSD', 'ETHUSD', 'OLDUSD'],
    quote: 'USD',
    interval: '60',
    url: ({ symbol, interval, from }) => query('/0/public/OHLC', { pair: symbol, interval, since: seconds(from) }),
    rows: (text) => JSON.parse(text).result.XXBTZUSD,
    columns: { ...ohlcv, volume: 6 },
    time: 0,
    unitMs: 1000,
    markets: '/0/public/AssetPairs',
  },
  kucoin: {
    ...binance(''),
    symbols: ['BTC-USDT', 'ETH-USDT', 'OLD-USDT'],
    interval: '1hour',
    url: ({ symbol, interval, from, to }) =>
      query('/api/v1/market/candles', { symbol, type: interval, startAt: seconds(from), endAt: seconds(to) }),
    rows: (text) => JSON.parse(text).data,
    columns: { open: 1, close: 2, high: 3, low: 4, volume: 5 },
    unitMs: 1000,
    markets: '/api/v2/symbols',
  },
  bitstamp: {
    symbols: ['btcusd', 'ethusd', 'oldusd'],
    quote: 'USD',
    interval: '3600',
    url: ({ symbol, interval, from, to, limit }) =>
      query(`/api/v2/ohlc/${symbol}/`, { step: interval, start: seconds(from), end: seconds(to), limit }),
    rows: (text) => JSON.parse(text).data.ohlc,
    columns: { open: 'open', high: 'high', low: 'low', close: 'close', volume: 'volume' },
    time: 'timestamp',
    unitMs: 1000,
    markets: '/api/v2/markets/',
  },
  gate: {
    ...binance(''),
    symbols: ['BTC_USDT', 'ETH_USDT', 'OLD_USDT'],
    url: ({ symbol, interval, from, to, limit }) =>
      query('/api/v4/spot/candlesticks', {
        ...{ currency_pair: symbol, interval, from: seconds(from), to: seconds(to), limit },
      }),
    columns: { close: 2, high: 3, low: 4, open: 5, volume: 6 },
    unitMs: 1000,
    markets: '/api/v4/spot/currency_pairs',
  },
  bitfinex: {
    symbols: ['BTCUSD', 'ETHUSD', 'OLDUSD'],
    quote: 'USD',
    interval: '1h',
    url: ({ symbol, interval, from, to, limit }) =>
      query(`/v2/candles/trade:${interval}:t${symbol}/hist`, { start: from, end: to, limit, sort: 1 }),
    rows: numbersAsText,
    columns: { open: 1, close: 2, high: 3, low: 4, volume: 5 },
    time: 0,
    unitMs: 1,
    markets: '/v2/conf/pub:list:pair:exchange,pub:info:pair',
  },
} as const satisfies Record<string, ExchangeCase>;

export type ExchangeName = keyof typeof CASES;

/** A symbol with a hole, by default of the hours 20 and 21, one that is halted, and one that was delisted. */
export function marketFor(
  name: ExchangeName,
  hole: TimeRange = { from: ZERO + 20 * HOUR, to: ZERO + 22 * HOUR },
): Market {
  const { symbols, quote } = CASES[name];
  const common = { quote, listedAt: LISTED_AT };
  const base = name === 'kraken' ? 'XBT' : 'BTC';
  return new Market(
    [
      { ...common, symbol: symbols[0], base, status: 'TRADING', holes: [hole] },
      { ...common, symbol: symbols[1], base: 'ETH', status: 'HALTED', holes: [] },
      { ...common, symbol: symbols[2], base: 'OLD', status: 'DELISTED', holes: [{ from: ZERO, to: NOW + HOUR }] },
    ],
    () => NOW,
  );
}
