import { startBinance } from './binance-api';
import type { ExchangeOptions, ExchangeServer } from './exchange-server';
import type { ListedStatus, Market, MarketSymbol } from './market';
import { inMinutes } from './parameters';

/** 3d, 1w and 1M open on days of their own. */
const INTERVALS = new Map([
  ['1s', 1000],
  ...inMinutes({ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30 }),
  ...inMinutes({ '1h': 60, '2h': 120, '4h': 240, '6h': 360, '8h': 480, '12h': 720, '1d': 1440 }),
]);

/** A delisted symbol stays in the list for good, as BREAK. */
const STATUS: Readonly<Record<ListedStatus, string>> = { TRADING: 'TRADING', HALTED: 'HALT', DELISTED: 'BREAK' };

/** Binance spot, api.binance.com. It does not tell when a symbol was listed. */
export function binanceSpot(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const api = {
    prefix: '/api/v3',
    intervals: INTERVALS,
    maxLimit: 1000,
    refusesBeyondMax: false,
    klinesWeight: () => 2,
    exchangeInfoWeight: 20,
    limits: { weight: 6000, perMs: 60_000 },
    symbolInfo,
  };
  return startBinance(api, market, options);
}

function symbolInfo({ symbol, status, base, quote }: MarketSymbol): object {
  return {
    symbol,
    status: STATUS[status],
    baseAsset: base,
    baseAssetPrecision: 8,
    quoteAsset: quote,
    quotePrecision: 8,
    quoteAssetPrecision: 8,
    orderTypes: ['LIMIT', 'MARKET'],
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: [],
    permissions: [],
    permissionSets: [['SPOT']],
  };
}
