import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import { FilledMarket, flatBar } from './filled-market';
import { alignDown, type Market, type MarketSymbol } from './market';
import { inMinutes, integer, seconds } from './parameters';

/** By the number of minutes. 10080 and 21600 open on days of their own. */
const INTERVALS = inMinutes({ 1: 1, 5: 5, 15: 15, 30: 30, 60: 60, 240: 240, 1440: 1440 });
const REACH = 720;

/** Names of old assets have a prefix, and so do pairs in which both are old. */
const NAMES: Readonly<Record<string, string>> = { BTC: 'XBT', DOGE: 'XDG' };
const OLD_ASSETS = new Map([
  ...['XBT', 'ETH', 'ETC', 'LTC', 'MLN', 'REP', 'XDG', 'XLM', 'XMR', 'XRP', 'ZEC'].map((a) => [a, `X${a}`] as const),
  ...['USD', 'EUR', 'GBP', 'CAD', 'JPY', 'AUD'].map((asset) => [asset, `Z${asset}`] as const),
]);

/**
 * Kraken spot. Rules: docs.kraken.com/api, "Get OHLC Data", "Get Tradable Asset Pairs". Errors come with 200. A pair is
 * found by any of its names, and answered by the one that is its key in the list. Delisted pairs are not served. It does
 * not tell when a pair was listed. Assumed: that `since` is exclusive.
 */
export function kraken(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const bars = options.fillEmpty ? new FilledMarket(market) : market;
  const pairs = market.symbols.filter(({ status }) => status !== 'DELISTED').map(pairOf);

  const ohlc = (query: URLSearchParams) => {
    const name = query.get('pair') || refuse(200, { error: ['EGeneral:Invalid arguments'] });
    const pair = pairs.find(({ key, info }) => [key, info.altname, info.wsname].includes(name));
    if (!pair) return refuse(200, { error: ['EQuery:Unknown asset pair'] });
    const interval = query.get('interval') || '1';
    const span = INTERVALS.get(interval) ?? refuse(200, { error: ['EGeneral:Invalid arguments'] });
    const since = integer(query, 'since') ?? 0;
    if (Number.isNaN(since)) refuse(200, { error: ['EGeneral:Invalid arguments'] });
    const running = alignDown(market.now(), span);
    // "Older data cannot be retrieved, regardless of the value of since."
    const oldest = Math.max(since * 1000 + 1, running - (REACH - 1) * span);
    const rows = bars.lastBars(pair.symbol, span, Math.min(oldest, running), Infinity);
    // "The last entry is for the current, not-yet-committed timeframe, and will always be present."
    const last = bars.lastBars(pair.symbol, span, -Infinity, Infinity, 1)[0];
    if (last && last.time < running) rows.push(flatBar(last, running));
    return {
      error: [],
      result: {
        // The average price is not in the truth; nothing reads it.
        [pair.key]: rows.map(({ time, open, high, low, close, volume, trades }) => [
          ...[seconds(time), open, high, low, close, close, volume, trades],
        ]),
        last: seconds(running - span),
      },
    };
  };
  const assetPairs = (query: URLSearchParams) => {
    const names = query.get('pair')?.split(',');
    const found = pairs.filter(({ key, info }) => !names || names.includes(key) || names.includes(info.altname));
    if (names && found.length < names.length) refuse(200, { error: ['EQuery:Unknown asset pair'] });
    return { error: [], result: Object.fromEntries(found.map(({ key, info }) => [key, info])) };
  };

  const exchange: Exchange = {
    routes: [
      { path: '/0/public/OHLC', answer: ({ query }) => ohlc(query) },
      { path: '/0/public/AssetPairs', answer: ({ query }) => assetPairs(query) },
    ],
    unknownPath: { status: 200, body: { error: ['EGeneral:Unknown method'] } },
    limits: { weight: 1, perMs: 1000 },
    beyondLimit: () => ({ status: 200, body: { error: ['EGeneral:Too many requests'] } }),
  };
  return startExchange(market, exchange, options);
}

function pairOf({ symbol, base, quote, status }: MarketSymbol) {
  const [ofBase, ofQuote] = [NAMES[base] ?? base, NAMES[quote] ?? quote];
  const [oldBase, oldQuote] = [OLD_ASSETS.get(ofBase), OLD_ASSETS.get(ofQuote)];
  const altname = `${ofBase}${ofQuote}`;
  const info = {
    ...{ altname, wsname: `${ofBase}/${ofQuote}` },
    ...{ aclass_base: 'currency', base: oldBase ?? ofBase, aclass_quote: 'currency', quote: oldQuote ?? ofQuote },
    ...{ lot: 'unit', cost_decimals: 5, pair_decimals: 1, lot_decimals: 8, lot_multiplier: 1 },
    ...{ leverage_buy: [], leverage_sell: [], fees: [[0, 0.26]], fees_maker: [[0, 0.16]], fee_volume_currency: 'ZUSD' },
    ...{ margin_call: 80, margin_stop: 40, ordermin: '0.0001', costmin: '0.5', tick_size: '0.1' },
    status: status === 'HALTED' ? 'cancel_only' : 'online',
  };
  return { symbol, key: oldBase && oldQuote ? oldBase + oldQuote : altname, info };
}
