import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import { FilledMarket } from './filled-market';
import { alignDown, type Market, type MarketSymbol } from './market';
import { inMinutes, integer, seconds } from './parameters';

/** 7d and 30d open on days of their own. */
const INTERVALS = new Map([
  ['10s', 10_000],
  ...inMinutes({ '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '2h': 120, '4h': 240, '8h': 480, '1d': 1440 }),
]);
const MOST_CANDLES = 1000;
const REACH = 10_000;

/**
 * Gate v4 spot. Rules: www.gate.com/docs/developers/apiv4, "Market K-line chart", "Query all supported currency pairs",
 * "Error Handling". Rows are ascending; from and to are inclusive, and a from inside a candle returns that candle too.
 * A delisted pair stays in the list as untradable. Assumed: what counts as a point ago, and the text of an exceeded limit.
 */
export function gate(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const bars = options.fillEmpty ? new FilledMarket(market) : market;

  const candlesticks = (query: URLSearchParams) => {
    const pair = query.get('currency_pair');
    if (!pair) return refuse(400, error('MISSING_REQUIRED_PARAM', 'Missing required parameter: currency_pair'));
    if (!market.find(pair)) refuse(400, unknownPair(market, pair));
    // 30m by default, as in the documents.
    const span = INTERVALS.get(query.get('interval') || '30m') ?? refuse(400, invalidValue('Invalid interval'));
    const [from, to, limit] = [numberOf(query, 'from'), numberOf(query, 'to'), numberOf(query, 'limit')];
    // "limit is conflicted with from and to. If either from or to is specified, request will be rejected."
    const isTooMany = limit !== null && (limit < 1 || limit > MOST_CANDLES);
    if (isTooMany || (limit !== null && (from ?? to) !== null))
      refuse(400, invalidValue(`Invalid request parameter \`limit\` value: ${limit}`));
    const running = alignDown(market.now(), span);
    // "to: defaults to current time; from: defaults to `to - 100 * interval`."
    const last = alignDown(to === null ? market.now() : to * 1000, span);
    const first = from === null ? last - ((limit ?? 100) - 1) * span : alignDown(from * 1000, span);
    if ((last - first) / span >= MOST_CANDLES) refuse(400, invalidValue(TOO_BROAD));
    if ((running - first) / span > REACH) refuse(400, invalidValue(TOO_LONG_AGO));
    const found = bars.firstBars(pair, span, first, last + 1);
    return found.map(({ time, open, high, low, close, volume, quoteVolume }) => [
      ...[String(seconds(time)), quoteVolume, close, high, low, open, volume, String(time < running)],
    ]);
  };

  const exchange: Exchange = {
    routes: [
      { path: '/api/v4/spot/candlesticks', answer: ({ query }) => candlesticks(query) },
      { path: '/api/v4/spot/currency_pairs', answer: () => market.symbols.map(pairOf) },
    ],
    unknownPath: { status: 404, body: error('NOT_FOUND', 'Not Found') },
    limits: { weight: 200, perMs: 10_000 },
    limitHeaders: ({ limits, remaining, resetMs }) => ({
      'x-gate-ratelimit-limit': String(limits.weight),
      'x-gate-ratelimit-requests-remain': String(remaining),
      'x-gate-ratelimit-reset-timestamp': String(Math.ceil((market.now() + resetMs) / 1000)),
    }),
    beyondLimit: () => ({ status: 429, body: error('TOO_MANY_REQUESTS', 'Request Rate limit Exceeded') }),
  };
  return startExchange(market, exchange, options);
}

const TOO_BROAD = 'Candlestick range too broad. Maximum 1000 data points are allowed per request';
const TOO_LONG_AGO = 'Candlestick too long ago. Maximum 10000 points ago are allowed';

const error = (label: string, message: string) => ({ label, message });
const invalidValue = (message: string) => error('INVALID_PARAM_VALUE', message);

/** A pair of currencies that Gate has, but not in this pair, is no pair; else the unknown currency is named. */
function unknownPair({ symbols }: Market, pair: string): object {
  const currencies = new Set(symbols.flatMap(({ base, quote }) => [base, quote]));
  const unknown = /^\w+_\w+$/.test(pair) ? pair.split('_').find((currency) => !currencies.has(currency)) : undefined;
  if (unknown) return error('INVALID_CURRENCY', `Invalid currency ${unknown}`);
  return error('INVALID_CURRENCY_PAIR', `Invalid currency pair ${pair}`);
}

function numberOf(query: URLSearchParams, name: string): number | null {
  const value = integer(query, name);
  if (value === null || value >= 0) return value;
  return refuse(400, invalidValue(`Invalid request parameter \`${name}\` value: ${query.get(name)}`));
}

/** `buy_start` is when trading began, or 0: it is told of young pairs only. */
function pairOf({ symbol, base, quote, status }: MarketSymbol): object {
  return {
    ...{ id: symbol, base, base_name: base, quote, quote_name: quote, fee: '0.2' },
    ...{ min_base_amount: '0.0001', min_quote_amount: '1', amount_precision: 8, precision: 8 },
    ...{ trade_status: status === 'TRADING' ? 'tradable' : 'untradable', sell_start: 0, buy_start: 0, type: 'normal' },
  };
}
