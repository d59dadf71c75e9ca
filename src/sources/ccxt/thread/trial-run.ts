import type { CcxtExchange, ExchangeClass } from './ccxt-exchange';

const DAY_MS = 24 * 60 * 60_000;
/** Markets of the common kinds, which no exchange has. */
const SPOT = { ...{ type: 'spot', spot: true, symbol: 'BTC/USDT' }, ...{ contract: false, swap: false } };
const LINEAR = {
  ...{ type: 'swap', spot: false, symbol: 'BTC/USDT:USDT', settle: 'USDT', settleId: 'USDT' },
  ...{ contract: true, swap: true, linear: true, inverse: false, subType: 'linear', contractSize: 1 },
};
const BOTH = {
  ...{ id: 'BTCUSDT', lowercaseId: 'btcusdt', active: true },
  ...{ margin: false, future: false, option: false },
};
const CURRENCIES = { base: 'BTC', quote: 'USDT', baseId: 'BTC', quoteId: 'USDT' };

/**
 * Finds out what a request for bars costs, in units of `rateLimit`: lets ccxt make one, up to the point where it would
 * be sent.
 * @returns the larger of the costs for a spot and a futures market; null if no request came about
 */
export async function barsCost(Exchange: ExchangeClass, limit: number): Promise<number | null> {
  const costs: number[] = [];
  // Ends by an error: that of the trial, or one of ccxt's, as the exchange has no such market or must know more of it.
  for (const market of [SPOT, LINEAR]) await tryBars(new Exchange({}), market, limit, costs).catch(() => undefined);
  return costs.length > 0 ? Math.max(...costs) : null;
}

async function tryBars(exchange: CcxtExchange, market: { symbol: string }, limit: number, costs: number[]) {
  exchange.setMarkets([exchange.safeMarketStructure({ ...BOTH, ...CURRENCIES, ...market })]);
  exchange.fetch2 = async (path, api, method, parameters, _headers, _body, config) => {
    const cost = exchange.calculateRateLimiterCost(api, method, path, parameters, config);
    if (typeof cost === 'number' && cost > 0) costs.push(cost);
    throw new Error('a trial');
  };
  await exchange.fetchOHLCV(market.symbol, '1h', Date.now() - 60 * DAY_MS, limit);
}
