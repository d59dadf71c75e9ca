import { z } from 'zod';
import type { ErrorRules, ExchangeDescription } from '../exchange/description';
import type { Columns } from '../exchange/row-reader';

/* What Binance's APIs have in common. */

/** Binance spot and USDⓈ-M API, "Kline/Candlestick Data". */
export const KLINE: Columns = {
  ...{ time: 0, timeUnit: 1, open: 1, high: 2, low: 3, close: 4, volume: 5 },
  // 6: close time; 10: quote volume that takers bought; 11: not used.
  ...{ quoteVolume: 7, trades: 8, takerVolume: 9, width: 12 },
};

/** Weeks begin on Monday. */
export const KLINE_INTERVALS = {
  ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
  ...{ ONE_HOUR: '1h', TWO_HOURS: '2h', FOUR_HOURS: '4h', SIX_HOURS: '6h', EIGHT_HOURS: '8h', TWELVE_HOURS: '12h' },
  ...{ ONE_DAY: '1d', ONE_WEEK: '1w', ONE_MONTH: '1M' },
};

const rows = z.array(z.unknown());

/** Both ends of a window are inclusive, and apply to opening times. */
export function klinesOf(path: string, limit: number): ExchangeDescription['bars'] {
  return {
    limit,
    intervals: KLINE_INTERVALS,
    route: ({ symbol, interval, from, to }) => ({
      path,
      query: { symbol, interval, startTime: from, endTime: to - 1, limit },
    }),
    rows: (body) => rows.parse(body),
    columns: KLINE,
    order: 'ASCENDING',
    paging: 'SHORT_PAGE_IS_LAST',
  };
}

const error = z.object({ code: z.int(), msg: z.string() });

/** Binance API, "Error codes" and "HTTP return codes". */
export const BINANCE_ERRORS: ErrorRules = {
  find: (body) => {
    const found = error.safeParse(body).data;
    return found ? `${found.code} ${found.msg}` : null;
  },
  rules: [
    { when: /./, status: 418, code: 'BANNED', until: /banned until (\d{13})\b/ },
    // The only parameter that the user supplies.
    { when: /^-1100 .*'symbol'/, code: 'BAD_SYMBOL' },
    { when: /^-1121 /, code: 'BAD_SYMBOL' },
    // Too many requests; too many connections.
    { when: /^-(1003|1034) /, code: 'RATE_LIMITED' },
    { when: /^-1007 /, code: 'TIMEOUT' },
    // Unknown, internal, unexpected response of the backend, overloaded, shutting down.
    { when: /^-(1000|1001|1006|1008|1016) /, code: 'SOURCE_DOWN' },
    { when: /^-(1002|1022|2014|2015) /, code: 'AUTH' },
    // The firewall, after too many requests. These routes need no credentials.
    { when: /^(?!-\d+ )/, status: 403, code: 'BANNED' },
  ],
};
