import { z } from 'zod';
import type { ExchangeDescription } from '../exchange/description';
import { statusBy, symbolName } from '../exchange/words';

const MOST_ROWS = 1_000;
/** Rows may come twice, and a page has fewer bars then. */
const LIMIT = 950;
/** 10,000 in ten minutes for an address. */
const REQUESTS_PER_MINUTE = 1_000;

const ohlc = z.object({ data: z.object({ ohlc: z.array(z.unknown()) }) });
const markets = z.array(z.object({ url_symbol: symbolName, name: z.string(), trading: z.string() })).min(1);
const error = z.object({ code: z.string().optional(), errors: z.array(z.unknown()).optional() });
const status = statusBy({ Enabled: 'TRADING', Disabled: 'HALTED' });

/** Bitstamp HTTP API, "OHLC data" and "Trading pairs info". */
export const BITSTAMP: ExchangeDescription = {
  name: 'bitstamp',
  description: 'Bitstamp, public REST API',
  baseUrl: 'https://www.bitstamp.net',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  bars: {
    limit: LIMIT,
    mostRows: MOST_ROWS,
    // In seconds.
    intervals: {
      ...{
        ONE_MINUTE: '60',
        THREE_MINUTES: '180',
        FIVE_MINUTES: '300',
        FIFTEEN_MINUTES: '900',
        THIRTY_MINUTES: '1800',
      },
      ...{ ONE_HOUR: '3600', TWO_HOURS: '7200', FOUR_HOURS: '14400', SIX_HOURS: '21600', TWELVE_HOURS: '43200' },
      ...{ ONE_DAY: '86400' },
    },
    // The last rows up to the end, inclusive. A start beside it would be ignored.
    route: ({ symbol, interval, last }) => ({
      path: `/api/v2/ohlc/${encodeURIComponent(symbol)}/`,
      query: { step: interval, limit: MOST_ROWS, end: last / 1_000 },
    }),
    rows: (body) => ohlc.parse(body).data.ohlc,
    columns: {
      ...{
        time: 'timestamp',
        timeUnit: 1_000,
        open: 'open',
        high: 'high',
        low: 'low',
        close: 'close',
        volume: 'volume',
      },
    },
    order: 'ASCENDING',
    paging: 'WINDOWS_OR_EMPTY',
    strays: 'BEFORE',
  },
  symbols: {
    path: '/api/v2/trading-pairs-info/',
    query: {},
    read: (body) =>
      markets.parse(body).map(({ url_symbol, name, trading }) => {
        const [base = name, quote = ''] = name.split('/');
        return { symbol: url_symbol, base, quote, status: status(trading), listedAt: null };
      }),
  },
  errors: {
    find: (body) => {
      const found = error.safeParse(body).data;
      return found && (found.code !== undefined || found.errors) ? `${found.code ?? ''} ${JSON.stringify(body)}` : null;
    },
    rules: [
      { when: /./, status: 404, code: 'BAD_SYMBOL' },
      { when: /^400\.002 |rate limit/i, code: 'RATE_LIMITED' },
    ],
  },
};
