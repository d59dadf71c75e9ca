import { z } from 'zod';
import type { ExchangeDescription } from '../exchange/description';
import type { Columns } from '../exchange/row-reader';
import { dateOf, statusBy, symbolName } from '../exchange/words';

const LIMIT = 300;
/** The route for recent bars serves so many; older ones have a route of their own, at half the rate. */
const RECENT_BARS = 1_440;
/** 20 in two seconds, the limit of the slower route. */
const REQUESTS_PER_MINUTE = 600;

const envelope = z.object({ code: z.union([z.string(), z.number()]), msg: z.string() });
const candles = z.object({ data: z.array(z.unknown()) });
const instrument = z.object({
  instId: symbolName,
  state: z.string(),
  baseCcy: z.string(),
  quoteCcy: z.string(),
  listTime: z.string().optional(),
});
const instruments = z.object({ data: z.array(instrument) });
const status = statusBy({ live: 'TRADING', expired: 'DELISTED' });

const prices = { time: 0, timeUnit: 1, open: 1, high: 2, low: 3, close: 4, width: 9 } as const;
const SPOT: Columns = { ...prices, volume: 5, quoteVolume: 7 };
/** The volume of a contract is in contracts; its second is in the base currency. */
const CONTRACT: Columns = { ...prices, volume: 6, quoteVolume: 7 };

/** OKX API v5, "Get candlesticks", "Get candlesticks history" and "Get instruments". */
export const OKX: ExchangeDescription = {
  name: 'okx',
  description: 'OKX spot market, and perpetuals by name (BTC-USDT-SWAP), public REST API',
  baseUrl: 'https://www.okx.com',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  bars: {
    limit: LIMIT,
    intervals: {
      ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
      ...{ ONE_HOUR: '1H', TWO_HOURS: '2H', FOUR_HOURS: '4H', SIX_HOURS: '6Hutc', TWELVE_HOURS: '12Hutc' },
      ...{ ONE_DAY: '1Dutc', ONE_WEEK: '1Wutc', ONE_MONTH: '1Mutc' },
    },
    // Both exclusive, and the other way round: `after` is the end.
    route: ({ symbol, interval, from, to, barsBack }) => ({
      path: `/api/v5/market/${barsBack < RECENT_BARS ? 'candles' : 'history-candles'}`,
      query: { instId: symbol, bar: interval, before: from - 1, after: to, limit: LIMIT },
    }),
    rows: (body) => candles.parse(body).data,
    columns: (symbol) => (symbol.split('-').length > 2 ? CONTRACT : SPOT),
    order: 'DESCENDING',
    paging: 'WINDOWS_OR_EMPTY',
  },
  symbols: {
    path: '/api/v5/public/instruments',
    tellsListing: true,
    query: { instType: 'SPOT' },
    read: (body) =>
      instruments.parse(body).data.map(({ instId, state, baseCcy, quoteCcy, listTime }) => ({
        ...{ symbol: instId, base: baseCcy, quote: quoteCcy, status: status(state), listedAt: dateOf(listTime) },
      })),
  },
  errors: {
    find: (body) => {
      const found = envelope.safeParse(body).data;
      return found && String(found.code) !== '0' ? `${found.code} ${found.msg}` : null;
    },
    rules: [
      { when: /^51001 /, code: 'BAD_SYMBOL' },
      { when: /^50011 /, code: 'RATE_LIMITED' },
      { when: /^(50001|50004|50013|50026|500) /, code: 'SOURCE_DOWN' },
    ],
  },
};
