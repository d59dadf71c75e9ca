import type { IncomingMessage, ServerResponse } from 'node:http';
import { CannedServer, json, text, type Answer } from '../canned-server';

export const HOUR = 3_600_000;

/** The exchanges' names of a day. */
const DAILY = ['1day', '1Dutc', '1d', 'Day1', '1440'];

/** Open, high, low, close and volume, with the digits that the exchange sends. */
export type Values = readonly [string, string, string, string, string];

/** What an exchange answers to a path, by its documents; undefined: it has no such path. */
export type Play = (path: string, query: URLSearchParams, exchange: PlayedExchange) => string | undefined;

/** A server that plays an exchange. Its bars are set by the test; times are milliseconds since the Unix epoch. */
export class PlayedExchange {
  readonly bars = new Map<number, Values>();
  /** Answers to the next requests for bars, before the exchange answers again. */
  readonly instead: Answer[] = [];
  private constructor(readonly server: CannedServer) {}

  static async start(play: Play): Promise<PlayedExchange> {
    const server = await CannedServer.start();
    const exchange = new PlayedExchange(server);
    server.answer = (request, response) => exchange.answer(play, request, response);
    return exchange;
  }

  get url(): string {
    return this.server.baseUrl;
  }

  /** Requests for bars. */
  get asked(): URLSearchParams[] {
    return this.server.urls.filter(isForBars).map((url) => new URL(url, this.url).searchParams);
  }

  /** Requests for anything else. */
  get listed(): string[] {
    return this.server.urls.filter((url) => !isForBars(url));
  }

  /** Fills the hours of a range with bars, whose values differ. */
  fill(from: number, to: number): void {
    for (let time = from; time < to; time += HOUR) {
      const price = 10_000 + ((time / HOUR) % 1_000);
      this.bars.set(time, [`${price}.10`, `${price}.50`, `${price}.00`, `${price}.25`, `1.${(time / HOUR) % 97}`]);
    }
  }

  /** Times of the bars from `from` on and before `to`, ascending. */
  times(from: number, to: number): number[] {
    return [...this.bars.keys()].filter((time) => time >= from && time < to).sort((a, b) => a - b);
  }

  /** Bars as `times`, with their values; of whole days if the query asks for them. */
  rows(query: URLSearchParams, from: number, to: number): [time: number, values: Values][] {
    const spanMs = [...query.values()].some((value) => DAILY.includes(value)) ? 24 * HOUR : HOUR;
    const rows = new Map(this.times(0, Infinity).map((time) => [time - (time % spanMs), this.bars.get(time)!]));
    return [...rows].filter(([time]) => time >= from && time < to);
  }

  private answer(play: Play, request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const instead = isForBars(request.url!) ? this.instead.shift() : undefined;
    if (instead) return instead(request, response);
    const body = play(pathname, searchParams, this);
    const answer = body === undefined ? json(404, {}) : text(200, body, { 'content-type': 'application/json' });
    answer(request, response);
  }
}

/**
 * An answer that goes on for ever, so that no timeout closes its socket.
 * @param closed called when the client does
 */
export function endless(closed: () => void): Answer {
  return (_request, response) => {
    response.writeHead(200).write('[');
    const drip = setInterval(() => response.write(' '), 1_000);
    response.once('close', () => {
      clearInterval(drip);
      closed();
    });
  };
}

function isForBars(url: string): boolean {
  return /candles|kline|OHLC/.test(url);
}

const all = (query: URLSearchParams, name: string, otherwise: number) => Number(query.get(name) ?? otherwise);

/** Bitget: texts; the last rows of [startTime, endTime), at most 200 of old ones. */
export const bitget: Play = (path, query, exchange) => {
  const data = (rows: unknown) => JSON.stringify({ code: '00000', msg: 'success', requestTime: 1, data: rows });
  if (path === '/api/v2/spot/public/symbols') return data(['BTC', 'ETH'].map(bitgetSymbol));
  if (!path.endsWith('candles')) return path.startsWith('/api/v2/') ? data([]) : undefined;
  const limit = Math.min(all(query, 'limit', 100), path.endsWith('history-candles') ? 200 : 1_000);
  const found = exchange.rows(query, all(query, 'startTime', 0), all(query, 'endTime', Date.now())).slice(-limit);
  return data(found.map(([time, values]) => [`${time}`, ...values, '1', '1']));
};

function bitgetSymbol(base: string) {
  return {
    ...{ symbol: `${base}USDT`, baseCoin: base, quoteCoin: 'USDT', status: base === 'ETH' ? 'offline' : 'online' },
    ...{
      pricePrecision: '2',
      quantityPrecision: '6',
      quotePrecision: '6',
      takerFeeRate: '0.002',
      makerFeeRate: '0.002',
    },
  };
}

/**
 * MEXC. Its spot market: the first 500 rows of [startTime, endTime], in texts. Its futures: JSON numbers in columns, from
 * `start` on, in seconds.
 */
export const mexc: Play = (path, query, exchange) => {
  if (path === '/api/v3/exchangeInfo') return JSON.stringify({ symbols: [MEXC_SYMBOL] });
  if (path === '/api/v3/klines') {
    const rows = exchange.rows(query, all(query, 'startTime', 0), all(query, 'endTime', Infinity) + 1).slice(0, 500);
    return JSON.stringify(rows.map(([time, values]) => [time, ...values, time + HOUR, '1']));
  }
  if (path === '/api/v1/contract/detail') return `{"success":true,"code":0,"data":[${MEXC_CONTRACT}]}`;
  if (path !== '/api/v1/contract/kline/BTC_USDT') return undefined;
  const found = exchange.rows(query, all(query, 'start', 0) * 1_000, Infinity).slice(0, 2_000);
  const columns = ['open', 'high', 'low', 'close', 'vol'].map(
    (name, index) => `"${name}":[${found.map(([, values]) => values[index]).join()}]`,
  );
  columns.push(`"time":[${found.map(([time]) => time / 1_000).join()}]`);
  return `{"success":true,"code":0,"data":{${columns.join()}}}`;
};

const MEXC_SYMBOL = {
  ...{ symbol: 'BTCUSDT', status: '1', baseAsset: 'BTC', quoteAsset: 'USDT', isSpotTradingAllowed: true },
  ...{ baseAssetPrecision: 6, quoteAssetPrecision: 2, quotePrecision: 2, permissions: ['SPOT'], orderTypes: [] },
};

const MEXC_CONTRACT = JSON.stringify({
  ...{ symbol: 'BTC_USDT', baseCoin: 'BTC', quoteCoin: 'USDT', settleCoin: 'USDT', contractSize: 0.0001, state: 0 },
  ...{ priceUnit: 0.5, volUnit: 1, minVol: 1, maxVol: 1_000_000, minLeverage: 1, maxLeverage: 125 },
});

/** Kraken: the last 720 rows, of those behind `since` in seconds. Errors come with status 200. */
export const kraken: Play = (path, query, exchange) => {
  const result = (value: unknown) => JSON.stringify({ error: [], result: value });
  if (path === '/0/public/Assets') return result({ XXBT: KRAKEN_XBT, ZUSD: KRAKEN_USD });
  if (path === '/0/public/AssetPairs') return result({ XXBTZUSD: KRAKEN_PAIR });
  if (path !== '/0/public/OHLC') return undefined;
  const found = exchange.rows(query, 0, Infinity).slice(-720);
  const rows = found
    .filter(([time]) => time > all(query, 'since', 0) * 1_000)
    .map(([time, [open, high, low, close, volume]]) => [time / 1_000, open, high, low, close, '0', volume, 5]);
  return result({ XXBTZUSD: rows, last: 0 });
};

const KRAKEN_XBT = { aclass: 'currency', altname: 'XBT', decimals: 10, display_decimals: 5, status: 'enabled' };
const KRAKEN_USD = { aclass: 'currency', altname: 'USD', decimals: 4, display_decimals: 2, status: 'enabled' };
const KRAKEN_PAIR = {
  ...{ altname: 'XBTUSD', wsname: 'XBT/USD', base: 'XXBT', quote: 'ZUSD', pair_decimals: 1, lot_decimals: 8 },
  ...{ leverage_buy: [], leverage_sell: [], fees: [[0, 0.26]], fees_maker: [[0, 0.16]], status: 'online' },
};

/** Binance: the first rows from startTime on. */
export const binance: Play = (path, query, exchange) => {
  if (path === '/api/v3/exchangeInfo') return JSON.stringify({ symbols: [BINANCE_SYMBOL] });
  if (path.endsWith('/exchangeInfo')) return JSON.stringify({ symbols: [] });
  if (path !== '/api/v3/klines') return undefined;
  const found = exchange.rows(query, all(query, 'startTime', 0), all(query, 'endTime', Infinity));
  const first = found.slice(0, all(query, 'limit', 500));
  return JSON.stringify(first.map(([time, values]) => [time, ...values, time + HOUR - 1, '1', 1, '1', '1', '0']));
};

const BINANCE_SYMBOL = {
  ...{ symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT', isSpotTradingAllowed: true },
  ...{ baseAssetPrecision: 8, quoteAssetPrecision: 8, filters: [], orderTypes: [], permissions: ['SPOT'] },
};
