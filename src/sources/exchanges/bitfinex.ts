import { z } from 'zod';
import type { ExchangeDescription } from '../exchange/description';
import { symbolName } from '../exchange/words';

const LIMIT = 10_000;
const REQUESTS_PER_MINUTE = 30;

const candles = z.array(z.array(z.unknown()));
const error = z.tuple([z.literal('error'), z.string().or(z.number()), z.string()]);
const pairs = z.tuple([z.array(z.tuple([symbolName]).rest(z.unknown())).min(1)]);

/** Bitfinex API v2, "Candles" and "Configs". */
export const BITFINEX: ExchangeDescription = {
  name: 'bitfinex',
  description: 'Bitfinex, public REST API',
  baseUrl: 'https://api-pub.bitfinex.com',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  hasNumbers: true,
  bars: {
    limit: LIMIT,
    intervals: {
      ...{ ONE_MINUTE: '1m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
      ...{ ONE_HOUR: '1h', SIX_HOURS: '6h', TWELVE_HOURS: '12h' },
      ...{ ONE_DAY: '1D' },
    },
    // Both inclusive. With sort=1 the first rows of the range, else the last.
    route: ({ symbol, interval, from, to }) => ({
      path: `/v2/candles/trade:${interval}:${encodeURIComponent(symbol)}/hist`,
      query: { start: from, end: to - 1, limit: LIMIT, sort: 1 },
    }),
    rows: (body) => candles.parse(body),
    columns: { ...{ time: 0, timeUnit: 1, open: 1, close: 2, high: 3, low: 4, volume: 5, width: 6 } },
    order: 'ASCENDING',
    // Intervals without a trade have no row.
    paging: 'FIRST_ROWS',
  },
  symbols: {
    path: '/v2/conf/pub:info:pair',
    query: {},
    read: (body) =>
      pairs.parse(body)[0].map(([pair]) => {
        // BTCUSD, and DUSK:USD where a currency has more than three letters. As a symbol: with a t before it.
        const [base, quote] = pair.includes(':') ? pair.split(':') : [pair.slice(0, -3), pair.slice(-3)];
        return { symbol: `t${pair}`, base: base!, quote: quote!, status: 'TRADING', listedAt: null };
      }),
  },
  errors: {
    find: (body) => {
      const found = error.safeParse(body).data;
      return found ? `${found[1]} ${found[2]}` : null;
    },
    rules: [
      // Errors come with status 500. 10020 is any parameter that is not valid.
      { when: /^10020 .*symbol/i, status: 500, code: 'BAD_SYMBOL' },
      { when: /^10020 /, status: 500, code: 'BAD_RESPONSE' },
      { when: /^11010 /, status: 500, code: 'RATE_LIMITED' },
      { when: /^11010 /, code: 'RATE_LIMITED' },
    ],
  },
};
