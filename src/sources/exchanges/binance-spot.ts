import { z } from 'zod';
import { usedOfMinute } from '../exchange/address-use';
import type { ExchangeDescription } from '../exchange/description';
import { BINANCE_ERRORS, klinesOf } from './binance-api';
import { statusBy, symbolName } from '../exchange/words';

const WEIGHT_PER_MINUTE = 6_000;
const KLINES_WEIGHT = 2;
const EXCHANGE_INFO_WEIGHT = 20;
/** Has the same weight as a single bar. */
const LIMIT = 1_000;

const exchangeInfo = z.object({
  symbols: z
    .array(z.object({ symbol: symbolName, status: z.string(), baseAsset: z.string(), quoteAsset: z.string() }))
    .min(1),
});
// BREAK: halted, or delisted. The history is served by name.
const status = statusBy({ TRADING: 'TRADING' });

/** Binance spot API, "Market Data endpoints". */
export const BINANCE_SPOT: ExchangeDescription = {
  name: 'binance',
  description: 'Binance spot market, public REST API',
  baseUrl: 'https://api.binance.com',
  requestsPerMinute: WEIGHT_PER_MINUTE / KLINES_WEIGHT,
  bars: klinesOf('/api/v3/klines', LIMIT),
  symbols: {
    path: '/api/v3/exchangeInfo',
    query: { showPermissionSets: 'false' },
    cost: EXCHANGE_INFO_WEIGHT / KLINES_WEIGHT,
    read: (body) =>
      exchangeInfo.parse(body).symbols.map(({ symbol, baseAsset, quoteAsset, status: word }) => ({
        ...{ symbol, base: baseAsset, quote: quoteAsset, status: status(word), listedAt: null },
      })),
  },
  errors: BINANCE_ERRORS,
  use: usedOfMinute('x-mbx-used-weight-1m', WEIGHT_PER_MINUTE),
};
