import { z } from 'zod';
import { usedOfMinute } from '../exchange/address-use';
import type { ExchangeDescription } from '../exchange/description';
import { BINANCE_ERRORS, klinesOf } from './binance-api';
import { dateOf, statusBy, symbolName } from '../exchange/words';

const WEIGHT_PER_MINUTE = 2_400;
/** A page of 100 to 499 rows has weight 2, one of up to 1,500 weight 5 or 10: the most rows for a weight. */
const LIMIT = 499;
const KLINES_WEIGHT = 2;
const EXCHANGE_INFO_WEIGHT = 1;

const contract = z.object({
  symbol: symbolName,
  status: z.string(),
  baseAsset: z.string(),
  quoteAsset: z.string(),
  onboardDate: z.number().optional(),
});
const exchangeInfo = z.object({ symbols: z.array(contract).min(1) });
const status = statusBy({ TRADING: 'TRADING', CLOSE: 'DELISTED', DELIVERED: 'DELISTED', SETTLING: 'HALTED' });

/** Binance USDⓈ-M futures API, "Market Data". */
export const BINANCE_USDM: ExchangeDescription = {
  name: 'binance-usdm',
  description: 'Binance USDⓈ-M futures, public REST API',
  baseUrl: 'https://fapi.binance.com',
  requestsPerMinute: WEIGHT_PER_MINUTE / KLINES_WEIGHT,
  bars: klinesOf('/fapi/v1/klines', LIMIT),
  symbols: {
    path: '/fapi/v1/exchangeInfo',
    tellsListing: true,
    query: {},
    cost: EXCHANGE_INFO_WEIGHT,
    read: (body) =>
      exchangeInfo.parse(body).symbols.map(({ symbol, baseAsset, quoteAsset, status: word, onboardDate }) => ({
        ...{ symbol, base: baseAsset, quote: quoteAsset, status: status(word), listedAt: dateOf(onboardDate) },
      })),
  },
  errors: BINANCE_ERRORS,
  use: usedOfMinute('x-mbx-used-weight-1m', WEIGHT_PER_MINUTE),
};
