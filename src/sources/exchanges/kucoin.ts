import { z } from 'zod';
import { remainingOf } from '../exchange/address-use';
import type { ExchangeDescription } from '../exchange/description';
import { dateOf, symbolName } from '../exchange/words';

const LIMIT = 1_500;
/** 2,000 in 30 seconds for an address. */
const WEIGHT_PER_MINUTE = 4_000;
const CANDLES_WEIGHT = 3;
const SYMBOLS_WEIGHT = 4;

const envelope = z.object({ code: z.string(), msg: z.string().optional() });
const candles = z.object({ data: z.array(z.unknown()) });
const listed = z.object({
  symbol: symbolName,
  baseCurrency: z.string(),
  quoteCurrency: z.string(),
  enableTrading: z.boolean(),
  tradingStartTime: z.number().nullish(),
});
const symbols = z.object({ data: z.array(listed).min(1) });

/** KuCoin API, "Get Klines" and "Get All Symbols". */
export const KUCOIN: ExchangeDescription = {
  name: 'kucoin',
  description: 'KuCoin spot market, public REST API',
  baseUrl: 'https://api.kucoin.com',
  requestsPerMinute: WEIGHT_PER_MINUTE / CANDLES_WEIGHT,
  bars: {
    limit: LIMIT,
    intervals: {
      ...{
        ONE_MINUTE: '1min',
        THREE_MINUTES: '3min',
        FIVE_MINUTES: '5min',
        FIFTEEN_MINUTES: '15min',
        THIRTY_MINUTES: '30min',
      },
      ...{
        ONE_HOUR: '1hour',
        TWO_HOURS: '2hour',
        FOUR_HOURS: '4hour',
        SIX_HOURS: '6hour',
        EIGHT_HOURS: '8hour',
        TWELVE_HOURS: '12hour',
      },
      ...{ ONE_DAY: '1day' },
    },
    // The start is inclusive, the end is not; in seconds. Without either, the exchange would choose it.
    route: ({ symbol, interval, from, to }) => ({
      path: '/api/v1/market/candles',
      query: { symbol, type: interval, startAt: from / 1_000, endAt: to / 1_000 },
    }),
    rows: (body) => candles.parse(body).data,
    columns: {
      ...{ time: 0, timeUnit: 1_000, open: 1, close: 2, high: 3, low: 4, volume: 5, quoteVolume: 6, width: 7 },
    },
    order: 'DESCENDING',
    paging: 'WINDOWS_OR_EMPTY',
  },
  symbols: {
    path: '/api/v2/symbols',
    tellsListing: true,
    query: {},
    cost: Math.ceil(SYMBOLS_WEIGHT / CANDLES_WEIGHT),
    read: (body) =>
      symbols.parse(body).data.map(({ symbol, baseCurrency, quoteCurrency, enableTrading, tradingStartTime }) => ({
        ...{ symbol, base: baseCurrency, quote: quoteCurrency, listedAt: dateOf(tradingStartTime) },
        status: enableTrading ? 'TRADING' : 'HALTED',
      })),
  },
  use: remainingOf(
    30_000,
    { limit: 'gw-ratelimit-limit', remaining: 'gw-ratelimit-remaining', reset: 'gw-ratelimit-reset' },
    (ms) => ms,
  ),
  errors: {
    find: (body) => {
      const found = envelope.safeParse(body).data;
      return found && found.code !== '200000' ? `${found.code} ${found.msg ?? ''}` : null;
    },
    rules: [
      { when: /^(400100|900001) .*(trading pair|symbol)/i, code: 'BAD_SYMBOL' },
      { when: /^(429000|1015) /, code: 'RATE_LIMITED' },
      { when: /^(500000|230005|503000) /, code: 'SOURCE_DOWN' },
    ],
  },
};
