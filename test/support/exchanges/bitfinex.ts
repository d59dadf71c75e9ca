import {
  refuse,
  startExchange,
  type Call,
  type Exchange,
  type ExchangeOptions,
  type ExchangeServer,
} from './exchange-server';
import type { Market } from './market';
import { inMinutes, integer } from './parameters';

/** 1W, 14D and 1M open on days of their own. */
const INTERVALS = inMinutes({
  ...{ '1m': 1, '5m': 5, '15m': 15, '30m': 30, '1h': 60, '3h': 180, '6h': 360, '12h': 720, '1D': 1440 },
});
const MOST_CANDLES = 10_000;

/**
 * Bitfinex v2. Rules: docs.bitfinex.com, "Candles", "Configs", "Requirements and Limitations". start and end are
 * inclusive; the newest rows come first unless sort is 1, and `limit` is counted from there. Candles without trades are
 * missing. Errors are arrays, with 500. Symbols of the market are pairs as in the list, such as BTCUSD or AAVE:USD; of
 * candles, they have a "t" in front. Only active pairs are listed, and nothing tells of a halt or a listing date. Assumed:
 * which word goes with which bad parameter.
 */
export function bitfinex(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const pairs = market.symbols.filter(({ status }) => status !== 'DELISTED').map(({ symbol }) => symbol);

  const candles = ({ query, groups }: Call) => {
    const [interval, pair, section] = groups as [string, string, string];
    const span = INTERVALS.get(interval) ?? invalid('time_interval');
    if (!pairs.includes(pair)) invalid('symbol');
    const sort = query.get('sort') || '-1';
    if (!['1', '-1'].includes(sort)) invalid('sort');
    const limit = integer(query, 'limit') ?? 100;
    if (!(limit >= 1 && limit <= MOST_CANDLES)) invalid('limit');
    const [start, end] = [integer(query, 'start') ?? -Infinity, integer(query, 'end') ?? Infinity];
    if (!(start <= end)) invalid('time_interval');
    const rows =
      sort === '1' && section === 'hist'
        ? market.firstBars(pair, span, start, end + 1, limit)
        : market.lastBars(pair, span, start, end + 1, limit).reverse();
    // JSON numbers, with the digits of the truth: written as text.
    const texts = rows.map(({ time, open, close, high, low, volume }) =>
      [time, open, close, high, low, volume].join(','),
    );
    return section === 'hist' ? `[${texts.map((text) => `[${text}]`).join(',')}]` : `[${texts[0] ?? ''}]`;
  };

  const configs = ({ groups }: Call) => {
    const told: Readonly<Record<string, unknown>> = {
      'pub:list:pair:exchange': pairs,
      'pub:info:pair': pairs.map((pair) => [
        pair,
        [null, null, null, '0.0001', '100000.0', ...Array<null>(7).fill(null)],
      ]),
    };
    // Several may be asked for at once, separated by commas; an unknown one is answered by an empty list.
    return groups[0]!.split(',').map((name) => told[name] ?? []);
  };

  const tooMany = { status: 429, body: ['error', 11010, 'ratelimit: error'] };
  const limits = { weight: 30, perMs: 60_000 };
  const exchange: Exchange = {
    routes: [
      { path: /^\/v2\/candles\/trade:([^:]+):t([^/]+)\/(hist|last)$/, answer: candles },
      { path: /^\/v2\/conf\/([^/]+)$/, answer: configs },
    ],
    unknownPath: { status: 404, body: ['error', 10020, 'path: invalid'] },
    limits,
    beyondLimit: () => tooMany,
    // "The IP address will be blocked for 60 seconds": a window.
    ban: { afterRefusals: 0, forMs: (options.limits ?? limits).perMs, reply: () => tooMany },
  };
  return startExchange(market, exchange, options);
}

function invalid(what: string): never {
  return refuse(500, ['error', 10020, `${what}: invalid`]);
}
