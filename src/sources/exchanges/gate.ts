import { z } from 'zod';
import { remainingOf } from '../exchange/address-use';
import type { ExchangeDescription } from '../exchange/description';
import { statusBy, symbolName } from '../exchange/words';

/** A range of more is refused. */
const LIMIT = 1_000;
/** Bars back from now that the exchange serves. */
const REACH = 10_000;
/** 200 in ten seconds for an address. */
const REQUESTS_PER_MINUTE = 1_200;

const envelope = z.object({ label: z.string(), message: z.string().optional() });
const candles = z.array(z.unknown());
const pairs = z
  .array(z.object({ id: symbolName, base: z.string(), quote: z.string(), trade_status: z.string() }))
  .min(1);
const status = statusBy({ tradable: 'TRADING', untradable: 'HALTED', buyable: 'TRADING', sellable: 'TRADING' });

/** Gate API v4, "Market candlesticks" and "List all currency pairs supported". */
export const GATE: ExchangeDescription = {
  name: 'gate',
  description: 'Gate spot market, public REST API: the last 10,000 bars of each interval',
  baseUrl: 'https://api.gateio.ws',
  requestsPerMinute: REQUESTS_PER_MINUTE,
  bars: {
    limit: LIMIT,
    intervals: {
      ...{ ONE_MINUTE: '1m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
      ...{ ONE_HOUR: '1h', FOUR_HOURS: '4h', EIGHT_HOURS: '8h' },
      ...{ ONE_DAY: '1d' },
    },
    // Both inclusive, in seconds, and not together with a limit.
    route: ({ symbol, interval, from, last }) => ({
      path: '/api/v4/spot/candlesticks',
      query: { currency_pair: symbol, interval, from: from / 1_000, to: last / 1_000 },
    }),
    rows: (body) => candles.parse(body),
    // 7: whether the bar is closed, in newer answers.
    columns: { ...{ time: 0, timeUnit: 1_000, quoteVolume: 1, close: 2, high: 3, low: 4, open: 5, volume: 6 } },
    order: 'ASCENDING',
    paging: 'WINDOWS',
    reach: REACH,
  },
  symbols: {
    path: '/api/v4/spot/currency_pairs',
    query: {},
    read: (body) =>
      pairs.parse(body).map(({ id, base, quote, trade_status }) => ({
        ...{ symbol: id, base, quote, status: status(trade_status), listedAt: null },
      })),
  },
  use: remainingOf(
    10_000,
    {
      limit: 'x-gate-ratelimit-limit',
      remaining: 'x-gate-ratelimit-requests-remain',
      reset: 'x-gate-ratelimit-reset-timestamp',
    },
    (seconds, now) => seconds * 1_000 - now,
  ),
  errors: {
    find: (body) => {
      const found = envelope.safeParse(body).data;
      return found ? `${found.label} ${found.message ?? ''}` : null;
    },
    rules: [
      { when: /^INVALID_CURRENCY(_PAIR)? /, code: 'BAD_SYMBOL' },
      { when: /^TOO_(MANY_REQUESTS|FAST) /, code: 'RATE_LIMITED' },
      { when: /^(SERVER_ERROR|INTERNAL) /, code: 'SOURCE_DOWN' },
    ],
  },
};
