import {
  refuse,
  startExchange,
  type Call,
  type Exchange,
  type ExchangeOptions,
  type ExchangeServer,
} from './exchange-server';
import { alignDown, alignUp, type Market, type MarketSymbol } from './market';
import { inMinutes, seconds } from './parameters';

/** By the number of seconds. */
const INTERVALS = inMinutes({ 60: 1, 300: 5, 900: 15, 3600: 60, 21600: 360, 86400: 1440 });
const MOST_CANDLES = 300;

/**
 * Coinbase Exchange. Rules: docs.cdp.coinbase.com/exchange, "Get product candles", "Get all known trading pairs", "Rate
 * Limits". Both bounds are inclusive; the newest rows come first; nothing is published for intervals without ticks. It
 * does not tell when a product was listed. Assumed: that unaligned bounds are not rounded, and that a range is refused by
 * the candles that open in it.
 */
export function coinbase(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const candles = ({ query, groups }: Call) => {
    const symbol = groups[0]!;
    if (!market.find(symbol)) refuse(404, { message: 'NotFound' });
    const span = INTERVALS.get(query.get('granularity') ?? '60') ?? refuse(400, { message: 'Unsupported granularity' });
    const [start, end] = [timeOf(query, 'start'), timeOf(query, 'end')];
    // "If either one of the start or end fields are not provided then both fields will be ignored."
    const isRange = start !== null && end !== null;
    const from = isRange ? alignUp(start, span) : -Infinity;
    if (isRange && (alignDown(end, span) - from) / span >= MOST_CANDLES) refuse(400, { message: TOO_WIDE });
    const rows = market.lastBars(symbol, span, from, (isRange ? end : Infinity) + 1, MOST_CANDLES).reverse();
    // JSON numbers, with the digits of the truth: written as text.
    const texts = rows.map(({ time, low, high, open, close, volume }) =>
      [seconds(time), low, high, open, close, volume].join(','),
    );
    return `[${texts.map((text) => `[${text}]`).join(',')}]`;
  };

  const withUserAgent = (answer: (call: Call) => unknown) => (call: Call) => {
    if (!call.headers['user-agent']) refuse(400, { message: 'User-Agent header is required.' });
    return answer(call);
  };
  const exchange: Exchange = {
    routes: [
      { path: /^\/products\/([^/]+)\/candles$/, answer: withUserAgent(candles) },
      { path: '/products', answer: withUserAgent(() => market.symbols.map(productOf)) },
    ],
    unknownPath: { status: 404, body: { message: 'NotFound' } },
    limits: { weight: 10, perMs: 1000 },
    beyondLimit: () => ({ status: 429, body: { message: 'Public rate limit exceeded' } }),
  };
  return startExchange(market, exchange, options);
}

const TOO_WIDE = 'granularity too small for the requested time range. Count of aggregations requested exceeds 300';

/** A time is ISO 8601, or seconds. */
function timeOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (!text) return null;
  const time = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  return Number.isNaN(time) ? refuse(400, { message: `Invalid ${name}` }) : time;
}

/** A halt leaves the status as it is: trading is disabled. */
function productOf({ symbol, base, quote, status }: MarketSymbol): object {
  return {
    ...{
      id: symbol,
      base_currency: base,
      quote_currency: quote,
      quote_increment: '0.01',
      base_increment: '0.00000001',
    },
    ...{ display_name: `${base}/${quote}`, min_market_funds: '1', margin_enabled: false, fx_stablecoin: false },
    ...{ post_only: false, limit_only: false, cancel_only: false, trading_disabled: status !== 'TRADING' },
    ...{ status: status === 'DELISTED' ? 'delisted' : 'online', status_message: '', auction_mode: false },
  };
}
