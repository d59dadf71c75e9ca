import { z } from 'zod';
import type { ExchangeDescription } from '../exchange/description';
import { statusBy, symbolName } from '../exchange/words';

/** The last 720 bars are all that the exchange serves, the running one among them. */
const LIMIT = 720;
/** About one in a second for an address. */
const REQUESTS_PER_MINUTE = 60;

const envelope = z.object({ error: z.array(z.string()) });
const ohlc = z.object({ result: z.record(z.string(), z.unknown()) });
const pair = z.object({
  altname: symbolName,
  base: z.string(),
  quote: z.string(),
  wsname: z.string().optional(),
  status: z.string().optional(),
});
const pairs = z.object({ result: z.record(z.string(), pair) });
const status = statusBy({ online: 'TRADING', cancel_only: 'HALTED', delisted: 'DELISTED' });

/** Kraken REST API, "Get OHLC Data" and "Get Tradable Asset Pairs". */
export const KRAKEN: ExchangeDescription = {
  name: 'kraken',
  description: 'Kraken spot market, public REST API: only the last 720 bars of each interval',
  baseUrl: 'https://api.kraken.com',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  bars: {
    limit: LIMIT + 1,
    // In minutes.
    intervals: {
      ...{ ONE_MINUTE: '1', FIVE_MINUTES: '5', FIFTEEN_MINUTES: '15', THIRTY_MINUTES: '30' },
      ...{ ONE_HOUR: '60', FOUR_HOURS: '240' },
      ...{ ONE_DAY: '1440' },
    },
    // Exclusive, in seconds. There is no end.
    route: ({ symbol, interval, from }) => ({
      path: '/0/public/OHLC',
      query: { pair: symbol, interval, since: from / 1_000 - 1 },
    }),
    // The rows stand under the exchange's own name of the pair, which may differ from the one asked for.
    rows: (body) => {
      const { last: _last, ...series } = ohlc.parse(body).result;
      return z.array(z.array(z.unknown())).length(1).parse(Object.values(series))[0]!;
    },
    // 5: average price.
    columns: { ...{ time: 0, timeUnit: 1_000, open: 1, high: 2, low: 3, close: 4, volume: 6, trades: 7, width: 8 } },
    order: 'ASCENDING',
    paging: 'WINDOWS',
    strays: 'AFTER',
    reach: LIMIT,
  },
  symbols: {
    path: '/0/public/AssetPairs',
    query: {},
    read: (body) =>
      Object.values(pairs.parse(body).result).map(({ altname, base, quote, wsname, status: word = 'online' }) => {
        // Its own codes of currencies are peculiar (XXBT, ZEUR); the name for WebSockets has the usual ones.
        const [usualBase = base, usualQuote = quote] = wsname?.split('/') ?? [];
        return { symbol: altname, base: usualBase, quote: usualQuote, status: status(word), listedAt: null };
      }),
  },
  errors: {
    // With status 200.
    find: (body) => envelope.safeParse(body).data?.error[0] ?? null,
    rules: [
      { when: /^EQuery:(Unknown|Invalid) asset pair/, code: 'BAD_SYMBOL' },
      { when: /^(EGeneral:Too many requests|EAPI:Rate limit)/, code: 'RATE_LIMITED' },
      { when: /^EGeneral:Temporary lockout/, code: 'BANNED' },
      { when: /^(EService:|EGeneral:Internal error)/, code: 'SOURCE_DOWN' },
    ],
  },
};
