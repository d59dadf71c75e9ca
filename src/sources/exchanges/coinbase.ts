import { z } from 'zod';
import type { ExchangeDescription } from '../exchange/description';
import { statusBy, symbolName } from '../exchange/words';

const LIMIT = 300;
/** 10 in a second for an address. */
const REQUESTS_PER_MINUTE = 600;

const candles = z.array(z.unknown());
const products = z
  .array(
    z.object({
      id: symbolName,
      base_currency: z.string(),
      quote_currency: z.string(),
      status: z.string().optional(),
      trading_disabled: z.boolean().optional(),
    }),
  )
  .min(1);
const message = z.object({ message: z.string() });
const status = statusBy({ online: 'TRADING', delisted: 'DELISTED' });

/** Coinbase Exchange API, "Get product candles" and "Get all known trading pairs". */
export const COINBASE: ExchangeDescription = {
  name: 'coinbase',
  description: 'Coinbase Exchange, public REST API',
  baseUrl: 'https://api.exchange.coinbase.com',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  hasNumbers: true,
  bars: {
    limit: LIMIT,
    // In seconds.
    intervals: {
      ...{ ONE_MINUTE: '60', FIVE_MINUTES: '300', FIFTEEN_MINUTES: '900' },
      ...{ ONE_HOUR: '3600', SIX_HOURS: '21600' },
      ...{ ONE_DAY: '86400' },
    },
    // Both inclusive. A range of more than 300 bars is refused.
    route: ({ symbol, interval, from, last }) => ({
      path: `/products/${encodeURIComponent(symbol)}/candles`,
      query: {
        granularity: interval,
        start: new Date(from).toISOString(),
        end: new Date(last).toISOString(),
      },
    }),
    rows: (body) => candles.parse(body),
    columns: { ...{ time: 0, timeUnit: 1_000, low: 1, high: 2, open: 3, close: 4, volume: 5, width: 6 } },
    order: 'DESCENDING',
    paging: 'WINDOWS_OR_DAYS',
  },
  symbols: {
    path: '/products',
    query: {},
    read: (body) =>
      products.parse(body).map(({ id, base_currency, quote_currency, status: word, trading_disabled }) => ({
        ...{ symbol: id, base: base_currency, quote: quote_currency, listedAt: null },
        status: trading_disabled && word === 'online' ? 'HALTED' : status(word ?? 'online'),
      })),
  },
  errors: {
    find: (body) => message.safeParse(body).data?.message ?? null,
    rules: [
      { when: /^not ?found$/i, code: 'BAD_SYMBOL' },
      { when: /product_id is not a valid product/i, code: 'BAD_SYMBOL' },
      { when: /rate limit/i, code: 'RATE_LIMITED' },
    ],
  },
};
