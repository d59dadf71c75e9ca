import { z } from 'zod';
import { remainingOf } from '../exchange/address-use';
import type { ExchangeDescription } from '../exchange/description';
import { dateOf, statusBy, symbolName } from '../exchange/words';

const LIMIT = 1_000;
/** 600 requests in five seconds for an address, over all routes; the exchange asks to stay far below. */
const REQUESTS_PER_MINUTE = 600;
/** How long an address is shut out after too many requests. */
const BAN_MS = 10 * 60_000;

const envelope = z.object({ retCode: z.int(), retMsg: z.string() });
const klines = z.object({ result: z.object({ list: z.array(z.unknown()) }) });
const instrument = z.object({
  symbol: symbolName,
  status: z.string(),
  baseCoin: z.string(),
  quoteCoin: z.string(),
  launchTime: z.string().optional(),
});
const instruments = z.object({
  result: z.object({ list: z.array(instrument), nextPageCursor: z.string().optional() }),
});
const status = statusBy({ Trading: 'TRADING', PreLaunch: 'HALTED', Settling: 'HALTED', Closed: 'DELISTED' });

const spot = bybit('spot', 'bybit', 'Bybit spot market, public REST API');
const linear = bybit('linear', 'bybit-linear', 'Bybit USDT and USDC perpetuals, public REST API');
export { linear as BYBIT_LINEAR, spot as BYBIT_SPOT };

/** Bybit API v5, "Get Kline" and "Get Instruments Info". */
function bybit(category: 'spot' | 'linear', name: string, description: string): ExchangeDescription {
  return {
    name,
    description,
    baseUrl: 'https://api.bybit.com',
    requestsPerMinute: REQUESTS_PER_MINUTE,
    bars: {
      limit: LIMIT,
      intervals: {
        ...{ ONE_MINUTE: '1', THREE_MINUTES: '3', FIVE_MINUTES: '5', FIFTEEN_MINUTES: '15', THIRTY_MINUTES: '30' },
        ...{ ONE_HOUR: '60', TWO_HOURS: '120', FOUR_HOURS: '240', SIX_HOURS: '360', TWELVE_HOURS: '720' },
        ...{ ONE_DAY: 'D', ONE_WEEK: 'W', ONE_MONTH: 'M' },
      },
      // Both inclusive. A start inside of an interval returns its bar as well.
      route: ({ symbol, interval, from, to }) => ({
        path: '/v5/market/kline',
        query: { category, symbol, interval, start: from, end: to - 1, limit: LIMIT },
      }),
      rows: (body) => klines.parse(body).result.list,
      columns: {
        ...{ time: 0, timeUnit: 1, open: 1, high: 2, low: 3, close: 4, volume: 5, quoteVolume: 6, width: 7 },
      },
      order: 'DESCENDING',
      paging: 'WINDOWS_OR_EMPTY',
    },
    symbols: {
      path: '/v5/market/instruments-info',
      ...(category === 'linear' && { tellsListing: true }),
      query: category === 'spot' ? { category } : { category, limit: LIMIT },
      read: (body) =>
        instruments.parse(body).result.list.map(({ symbol, status: word, baseCoin, quoteCoin, launchTime }) => ({
          ...{ symbol, base: baseCoin, quote: quoteCoin, status: status(word), listedAt: dateOf(launchTime) },
        })),
      next: (body) => {
        const cursor = instruments.parse(body).result.nextPageCursor;
        return cursor ? { cursor } : null;
      },
    },
    use: remainingOf(
      5_000,
      { limit: 'x-bapi-limit', remaining: 'x-bapi-limit-status', reset: 'x-bapi-limit-reset-timestamp' },
      (at, now) => at - now,
    ),
    errors: {
      find: (body) => {
        const found = envelope.safeParse(body).data;
        return found && found.retCode !== 0 ? `${found.retCode} ${found.retMsg}` : null;
      },
      rules: [
        { when: /access too frequent/i, status: 403, code: 'BANNED', restMs: BAN_MS },
        { when: /^10006 /, code: 'RATE_LIMITED' },
        { when: /^10018 /, code: 'BANNED', restMs: BAN_MS },
        // 10001 is any parameter that is not valid.
        { when: /^10001 .*symbol/i, code: 'BAD_SYMBOL' },
        { when: /^(10000|10016) /, code: 'SOURCE_DOWN' },
        { when: /^(10003|10004|10005|10009|10010) /, code: 'AUTH' },
      ],
    },
  };
}
