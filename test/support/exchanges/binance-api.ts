import type { Bar } from '../../../src/domain/bar';
import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import { FilledMarket } from './filled-market';
import type { Market, MarketSymbol } from './market';
import { integer } from './parameters';
import type { Limits } from './request-budget';

/** What tells one of Binance's APIs from another. */
export interface BinanceApi {
  readonly prefix: string;
  readonly intervals: ReadonlyMap<string, number>;
  readonly maxLimit: number;
  /** Spot cuts a limit beyond the maximum, the futures refuse it. */
  readonly refusesBeyondMax: boolean;
  readonly klinesWeight: (limit: number) => number;
  readonly exchangeInfoWeight: number;
  readonly limits: Limits;
  readonly symbolInfo: (listed: MarketSymbol, options: ExchangeOptions) => object;
}

const DEFAULT_LIMIT = 500;

/**
 * Rules: developers.binance.com, "Kline/Candlestick data", "Limits" and "Error codes". Klines are ascending; startTime
 * and endTime are bounds of the open time, both inclusive. With startTime, the first `limit` from there; without, the
 * last `limit` up to endTime. Assumed: how many refusals lead to a ban.
 */
export function startBinance(api: BinanceApi, market: Market, options: ExchangeOptions): Promise<ExchangeServer> {
  const limits = options.limits ?? api.limits;
  const bars = options.fillEmpty ? new FilledMarket(market) : market;
  const klines = (query: URLSearchParams) => {
    const symbol = required(query, 'symbol');
    const interval = required(query, 'interval');
    const limit = limitOf(query, api);
    const [start, end] = [timeOf(query, 'startTime'), timeOf(query, 'endTime')];
    const span = api.intervals.get(interval) ?? refuse(400, error(-1120, 'Invalid interval.'));
    if (!market.find(symbol)) refuse(400, error(-1121, 'Invalid symbol.'));
    const to = (end ?? Infinity) + 1;
    const found =
      start === null
        ? bars.lastBars(symbol, span, -Infinity, to, limit)
        : bars.firstBars(symbol, span, start, to, limit);
    return found.map((bar) => rowOf(bar, span));
  };
  const exchangeInfo = (query: URLSearchParams) => {
    const symbol = query.get('symbol');
    if (symbol && !market.find(symbol)) refuse(400, error(-1121, 'Invalid symbol.'));
    const symbols = market.symbols.filter((listed) => !symbol || listed.symbol === symbol);
    return {
      timezone: 'UTC',
      serverTime: market.now(),
      rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', ...windowOf(limits), limit: limits.weight }],
      exchangeFilters: [],
      symbols: symbols.map((listed) => api.symbolInfo(listed, options)),
    };
  };
  const exchange: Exchange = {
    routes: [
      {
        path: `${api.prefix}/klines`,
        weight: (query) => api.klinesWeight(integer(query, 'limit') ?? DEFAULT_LIMIT),
        answer: ({ query }) => klines(query),
      },
      {
        path: `${api.prefix}/exchangeInfo`,
        weight: () => api.exchangeInfoWeight,
        answer: ({ query }) => exchangeInfo(query),
      },
    ],
    unknownPath: { status: 404, headers: { 'content-type': 'text/html' }, body: '<html>404 Not Found</html>' },
    limits,
    limitHeaders: (budget) => ({ 'x-mbx-used-weight-1m': String(budget.usedInWindow) }),
    beyondLimit: (budget) => ({
      status: 429,
      headers: { 'retry-after': String(Math.ceil(budget.resetMs / 1000)) },
      body: error(-1003, tooMuch(limits)),
    }),
    // "Repeatedly violating rate limits and/or failing to back off": how often is not told; the least ban is 2 minutes.
    ban: {
      afterRefusals: 3,
      forMs: 120_000,
      reply: ({ banMs }) => ({
        status: 418,
        headers: { 'retry-after': String(Math.ceil(banMs / 1000)) },
        body: error(-1003, banned(market.now() + banMs)),
      }),
    },
  };
  return startExchange(market, exchange, options);
}

const error = (code: number, msg: string) => ({ code, msg });
const tooMuch = ({ weight }: Limits) =>
  `Too much request weight used; current limit is ${weight} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`;
const banned = (until: number) =>
  `Way too much request weight used; IP banned until ${until}. Please use WebSocket Streams for live updates to avoid bans.`;

function required(query: URLSearchParams, name: string): string {
  const message = `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`;
  return query.get(name) || refuse(400, error(-1102, message));
}

function timeOf(query: URLSearchParams, name: string): number | null {
  const time = integer(query, name);
  if (time === null || time >= 0) return time;
  const message = `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`;
  return refuse(400, error(-1100, message));
}

function limitOf(query: URLSearchParams, { maxLimit, refusesBeyondMax }: BinanceApi): number {
  const limit = timeOf(query, 'limit') ?? DEFAULT_LIMIT;
  if (limit < 1 || (limit > maxLimit && refusesBeyondMax))
    refuse(400, error(-1130, "Data sent for parameter 'limit' is not valid."));
  return Math.min(limit, maxLimit);
}

function windowOf({ perMs }: Limits): { interval: string; intervalNum: number } {
  const isMinutes = perMs % 60_000 === 0;
  return { interval: isMinutes ? 'MINUTE' : 'SECOND', intervalNum: perMs / (isMinutes ? 60_000 : 1000) };
}

/** The quote volume that takers bought is not in the truth; nothing reads it. */
function rowOf(bar: Bar, span: number): unknown[] {
  const { time, open, high, low, close, volume, quoteVolume, trades, takerVolume } = bar;
  const taken = [takerVolume, '0.00000000'];
  return [time, open, high, low, close, volume, time + span - 1, quoteVolume, trades, ...taken, '0'];
}
