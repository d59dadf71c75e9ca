import { startBinance } from './binance-api';
import type { ExchangeOptions, ExchangeServer } from './exchange-server';
import type { ListedStatus, Market, MarketSymbol } from './market';
import { inMinutes } from './parameters';

/** 3d, 1w and 1M open on days of their own. */
const INTERVALS = inMinutes({
  ...{ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30 },
  ...{ '1h': 60, '2h': 120, '4h': 240, '6h': 360, '8h': 480, '12h': 720, '1d': 1440 },
});

/** There is no word for a halt; a contract that is settled may no longer be traded. */
const STATUS: Readonly<Record<ListedStatus, string>> = {
  TRADING: 'TRADING',
  HALTED: 'PRE_SETTLE',
  DELISTED: 'SETTLING',
};

/** Binance USDⓈ-M futures, fapi.binance.com. */
export function binanceUsdm(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const api = {
    prefix: '/fapi/v1',
    intervals: INTERVALS,
    maxLimit: 1500,
    refusesBeyondMax: true,
    klinesWeight: (limit: number) => (limit < 100 ? 1 : limit < 500 ? 2 : limit <= 1000 ? 5 : 10),
    exchangeInfoWeight: 1,
    limits: { weight: 2400, perMs: 60_000 },
    symbolInfo,
  };
  return startBinance(api, market, options);
}

function symbolInfo(listed: MarketSymbol, { listingToldLateMs = 0 }: ExchangeOptions): object {
  const { symbol, status, base, quote, listedAt } = listed;
  return {
    symbol,
    pair: symbol,
    contractType: 'PERPETUAL',
    deliveryDate: 4_133_404_800_000,
    // Of BTCUSDT this is 17 days after its first kline.
    onboardDate: listedAt + listingToldLateMs,
    status: STATUS[status],
    baseAsset: base,
    quoteAsset: quote,
    marginAsset: quote,
    pricePrecision: 2,
    quantityPrecision: 3,
    baseAssetPrecision: 8,
    quotePrecision: 8,
    underlyingType: 'COIN',
    filters: [],
    orderTypes: ['LIMIT', 'MARKET'],
    timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
  };
}
