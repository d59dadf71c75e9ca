import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import { FilledMarket } from './filled-market';
import { alignDown, type Market, type MarketSymbol } from './market';
import { inMinutes, integer } from './parameters';

/** W and M open on days of their own. */
const INTERVALS = inMinutes({
  ...{ 1: 1, 3: 3, 5: 5, 15: 15, 30: 30, 60: 60, 120: 120, 240: 240, 360: 360, 720: 720 },
  D: 1440,
});

/**
 * Bybit v5. Rules: bybit-exchange.github.io/docs/v5, "Get Kline", "Get Instruments Info", "Rate Limit Rules". Every
 * symbol of the market is listed in both categories. Errors come with 200. A symbol that is delisted is not served.
 * Assumed: that a limit beyond 1000 is cut, the texts of bad parameters, and how many refusals lead to a ban.
 */
export function bybit(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const bars = options.fillEmpty ? new FilledMarket(market) : market;
  const envelope = (retCode: number, retMsg: string, result: object) => {
    return { retCode, retMsg, result, retExtInfo: {}, time: market.now() };
  };
  const badParameter = (message: string) => refuse(200, envelope(10001, message, {}));

  const kline = (query: URLSearchParams) => {
    // "When category is not passed, use linear by default."
    const category = query.get('category') || 'linear';
    if (!['spot', 'linear', 'inverse'].includes(category)) badParameter('Illegal category');
    const symbol = query.get('symbol') ?? '';
    const span = INTERVALS.get(query.get('interval') ?? '') ?? badParameter('Invalid period!');
    const listed = category === 'inverse' ? undefined : market.find(symbol);
    if (!listed || listed.status === 'DELISTED') badParameter('Not supported symbols');
    const [start, end, limit] = [integer(query, 'start'), integer(query, 'end'), integer(query, 'limit') ?? 200];
    if (Number.isNaN((start ?? 0) + (end ?? 0)) || !(limit >= 1)) badParameter('params error: invalid number');
    // A start inside a candle returns that candle too. With start alone, rows are counted from there, else from the end.
    const from = start === null ? -Infinity : alignDown(start, span);
    const to = (end ?? Infinity) + 1;
    const count = Math.min(limit, 1000);
    const isFromStart = start !== null && end === null;
    const found = bars[isFromStart ? 'firstBars' : 'lastBars'](symbol, span, from, to, count);
    const list = found
      .reverse()
      .map(({ time, open, high, low, close, volume, quoteVolume }) => [
        ...[String(time), open, high, low, close, volume, quoteVolume],
      ]);
    return envelope(0, 'OK', { category, symbol, list });
  };

  const instruments = (query: URLSearchParams) => {
    const category = query.get('category') ?? '';
    if (!['spot', 'linear', 'inverse', 'option'].includes(category)) badParameter('Illegal category');
    const symbol = query.get('symbol');
    const status = query.get('status') || 'Trading';
    const all = ['spot', 'linear'].includes(category) ? market.symbols : [];
    const listed = all.filter((each) => statusOf(each) === status && (!symbol || each.symbol === symbol));
    // "Spot does not support pagination, so limit, cursor are invalid."
    if (category === 'spot') return envelope(0, 'OK', { category, list: listed.map(spotInfo) });
    const limit = Math.min(integer(query, 'limit') ?? 500, 1000);
    if (!(limit >= 1)) badParameter('params error: limit invalid');
    const from = Number(/^page_token(?:%3D|=)(\d+)(?:%26|&)$/.exec(query.get('cursor') ?? '')?.[1] ?? 0);
    // The cursor is told in its encoded form, as recorded in the documents.
    const nextPageCursor = from + limit < listed.length ? `page_token%3D${from + limit}%26` : '';
    const list = listed.slice(from, from + limit).map((each) => linearInfo(each, options));
    return envelope(0, 'OK', { category, list, nextPageCursor });
  };

  const exchange: Exchange = {
    routes: [
      { path: '/v5/market/kline', answer: ({ query }) => kline(query) },
      { path: '/v5/market/instruments-info', answer: ({ query }) => instruments(query) },
    ],
    unknownPath: { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' },
    limits: { weight: 600, perMs: 5000 },
    limitHeaders: ({ limits, remaining, resetMs }) => ({
      'x-bapi-limit': String(limits.weight),
      'x-bapi-limit-status': String(remaining),
      'x-bapi-limit-reset-timestamp': String(market.now() + resetMs),
    }),
    beyondLimit: () => ({
      status: 200,
      body: envelope(10006, 'Too many visits. Exceeded the API Rate Limit.', {}),
    }),
    // "403, access too frequent: terminate all HTTP sessions and wait for at least 10 minutes."
    ban: {
      afterRefusals: 3,
      forMs: 600_000,
      reply: () => ({ status: 403, headers: { 'content-type': 'text/plain' }, body: '403, access too frequent' }),
    },
  };
  return startExchange(market, exchange, options);
}

/** There is no word for a halt: such a symbol is in no list. */
function statusOf({ status }: MarketSymbol): string | null {
  return { TRADING: 'Trading', HALTED: null, DELISTED: 'Closed' }[status];
}

function spotInfo({ symbol, base, quote }: MarketSymbol): object {
  const filters = { lotSizeFilter: { basePrecision: '0.000001' }, priceFilter: { tickSize: '0.01' } };
  const told = { symbol, baseCoin: base, quoteCoin: quote, innovation: '0', status: 'Trading', marginTrading: 'none' };
  return { ...told, ...filters };
}

function linearInfo(listed: MarketSymbol, { listingToldLateMs = 0 }: ExchangeOptions): object {
  const { symbol, base, quote, listedAt } = listed;
  return {
    ...{ symbol, contractType: 'LinearPerpetual', status: statusOf(listed) },
    ...{ baseCoin: base, quoteCoin: quote, settleCoin: quote },
    ...{ launchTime: String(listedAt + listingToldLateMs), deliveryTime: '0', deliveryFeeRate: '', priceScale: '2' },
  };
}
