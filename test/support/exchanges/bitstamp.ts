import type { Bar } from '../../../src/domain/bar';
import {
  refuse,
  startExchange,
  type Call,
  type Exchange,
  type ExchangeOptions,
  type ExchangeServer,
} from './exchange-server';
import { FilledMarket } from './filled-market';
import type { Market, MarketSymbol } from './market';
import { inMinutes, integer, seconds } from './parameters';

export interface BitstampOptions extends ExchangeOptions {
  /** A full page begins with one row twice, identical, and so has one bar less. */
  readonly repeatRows?: boolean;
}

/** By the number of seconds. 259200 opens on days of its own. */
const INTERVALS = inMinutes({
  ...{ 60: 1, 180: 3, 300: 5, 900: 15, 1800: 30, 3600: 60, 7200: 120, 14400: 240, 21600: 360, 43200: 720 },
  86400: 1440,
});

/**
 * Bitstamp. Rules: www.bitstamp.net/api, "Get OHLC data", "Get markets", "Response codes", "Request limits". "If both
 * start and end timestamps are posted, end timestamp will be used": rows are the last `limit` up to end, inclusive, in
 * ascending order. A delisted market is not served. It does not tell when a market was listed. Assumed: the form of
 * validation errors, and that 429 goes with an exceeded limit.
 */
export function bitstamp(market: Market, options: BitstampOptions = {}): Promise<ExchangeServer> {
  const bars = options.fillEmpty ? new FilledMarket(market) : market;
  const listed = market.symbols.filter(({ status }) => status !== 'DELISTED');

  const ohlc = ({ query, groups }: Call) => {
    const found = listed.find(({ symbol }) => symbol === groups[0]);
    if (!found) return refuse(404, coded('404.007', 'Market not found for corresponding request.'));
    const step = query.get('step') || refuse(400, invalid('step', 'Missing data for required field.'));
    const span = INTERVALS.get(step) ?? refuse(400, invalid('step', 'Not a valid choice.'));
    const limit = integer(query, 'limit') ?? refuse(400, invalid('limit', 'Missing data for required field.'));
    if (!(limit >= 1 && limit <= 1000)) refuse(400, invalid('limit', 'Must be between 1 and 1000.'));
    const [start, end] = [integer(query, 'start'), integer(query, 'end')];
    for (const [name, time] of Object.entries({ start, end }))
      if (time !== null && !(time >= 0)) refuse(400, invalid(name, 'Not a valid integer.'));
    const isClosedOnly = /^(true|1)$/i.test(query.get('exclude_current_candle') ?? '');
    const to = Math.min((end ?? Infinity) * 1000 + 1, isClosedOnly ? market.now() - span + 1 : Infinity);
    const rows =
      start !== null && end === null
        ? bars.firstBars(found.symbol, span, start * 1000, to, limit)
        : bars.lastBars(found.symbol, span, -Infinity, to, limit);
    if (options.repeatRows && rows.length === limit && limit > 1) rows[0] = rows[1]!;
    return { data: { pair: `${found.base}/${found.quote}`, ohlc: rows.map(rowOf) } };
  };

  const exchange: Exchange = {
    routes: [
      { path: /^\/api\/v2\/ohlc\/([^/]+)\/?$/, answer: ohlc },
      { path: /^\/api\/v2\/markets\/?$/, answer: () => listed.map(marketOf) },
      { path: /^\/api\/v2\/trading-pairs-info\/?$/, answer: () => listed.map(tradingPairOf) },
    ],
    unknownPath: { status: 404, body: coded('404.001', 'Unknown not found error.') },
    limits: { weight: 10_000, perMs: 600_000 },
    beyondLimit: () => ({ status: 429, body: coded('400.002', 'Request rejected due to exceeded rate limit.') }),
  };
  return startExchange(market, exchange, options);
}

const coded = (response_code: string, reason: string) => ({ status: 'error', reason, response_code });
const invalid = (field: string, message: string) => ({
  code: '400.001',
  errors: [{ field, message, code: '400.001' }],
});

function rowOf({ time, open, high, low, close, volume }: Bar): object {
  return { high, timestamp: String(seconds(time)), volume, low, close, open };
}

function marketOf({ symbol, base, quote, status }: MarketSymbol): object {
  return {
    ...{ name: `${base}/${quote}`, market_symbol: symbol, base_currency: base, base_decimals: 8 },
    ...{ counter_currency: quote, counter_decimals: 8, minimum_order_value: '10', trading: tradingOf(status) },
    ...{ instant_order_counter_decimals: 2, instant_and_market_orders: tradingOf(status) },
    ...{ description: `${base} / ${quote}`, market_type: 'SPOT' },
  };
}

/** The older list of the same markets. */
function tradingPairOf({ symbol, base, quote, status }: MarketSymbol): object {
  return {
    ...{ name: `${base}/${quote}`, url_symbol: symbol, base_decimals: 8, counter_decimals: 8 },
    ...{ instant_order_counter_decimals: 2, minimum_order: `10.0 ${quote}`, trading: tradingOf(status) },
    ...{ instant_and_market_orders: tradingOf(status), description: `${base} / ${quote}` },
  };
}

const tradingOf = (status: string) => (status === 'TRADING' ? 'Enabled' : 'Disabled');
