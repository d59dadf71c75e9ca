import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import type { Market, MarketSymbol } from './market';
import { inMinutes, integer, seconds } from './parameters';

/** 1week and 1month open on days of their own. */
const INTERVALS = inMinutes({
  ...{ '1min': 1, '3min': 3, '5min': 5, '15min': 15, '30min': 30 },
  ...{ '1hour': 60, '2hour': 120, '4hour': 240, '6hour': 360, '8hour': 480, '12hour': 720, '1day': 1440 },
});
const MOST_CANDLES = 1500;

/**
 * KuCoin spot. Rules: www.kucoin.com/docs-new, "Get Klines", "Get All Symbols", "Rate Limit". The window is from startAt,
 * inclusive, to endAt, exclusive, and its newest rows come first; nothing is published for intervals without ticks. A
 * delisted symbol is not served. It does not tell when a symbol was listed. Assumed: that errors come with 400.
 */
export function kucoin(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const listed = market.symbols.filter(({ status }) => status !== 'DELISTED');

  const candles = (query: URLSearchParams) => {
    const symbol = query.get('symbol') ?? '';
    if (!listed.some((each) => each.symbol === symbol)) refuse(400, error('Unsupported trading pair.'));
    const unknownType = error('This type of Candlestick is currently not provided.');
    const span = INTERVALS.get(query.get('type') ?? '') ?? refuse(400, unknownType);
    // Each is 0 by default: without endAt there are no rows.
    const [startAt, endAt] = [integer(query, 'startAt') ?? 0, integer(query, 'endAt') ?? 0];
    if (Number.isNaN(startAt + endAt)) refuse(400, error('Parameter Error'));
    const rows = market.lastBars(symbol, span, startAt * 1000, endAt * 1000, MOST_CANDLES).reverse();
    const data = rows.map(({ time, open, close, high, low, volume, quoteVolume }) => [
      ...[String(seconds(time)), open, close, high, low, volume, quoteVolume],
    ]);
    return { code: '200000', data };
  };

  const exchange: Exchange = {
    routes: [
      { path: '/api/v1/market/candles', weight: () => 3, answer: ({ query }) => candles(query) },
      {
        path: /^\/api\/v[12]\/symbols$/,
        weight: () => 4,
        answer: () => ({ code: '200000', data: listed.map(infoOf) }),
      },
    ],
    unknownPath: { status: 404, body: { code: '404', msg: 'Not Found' } },
    // Market data is in the pool "Public".
    limits: { weight: 2000, perMs: 30_000 },
    limitHeaders: ({ limits, remaining, resetMs }) => ({
      'gw-ratelimit-limit': String(limits.weight),
      'gw-ratelimit-remaining': String(remaining),
      'gw-ratelimit-reset': String(resetMs),
    }),
    beyondLimit: () => ({ status: 429, body: { code: '429000', msg: 'Too many requests' } }),
  };
  return startExchange(market, exchange, options);
}

const error = (msg: string) => ({ msg, code: '400100' });

function infoOf({ symbol, base, quote, status }: MarketSymbol): object {
  return {
    ...{ symbol, name: symbol, baseCurrency: base, quoteCurrency: quote, feeCurrency: quote, market: 'USDS' },
    ...{ baseMinSize: '0.00001', quoteMinSize: '0.1', baseMaxSize: '10000000000', quoteMaxSize: '99999999' },
    ...{ baseIncrement: '0.00000001', quoteIncrement: '0.000001', priceIncrement: '0.1', priceLimitRate: '0.1' },
    ...{ minFunds: '0.1', isMarginEnabled: false, enableTrading: status === 'TRADING' },
  };
}
