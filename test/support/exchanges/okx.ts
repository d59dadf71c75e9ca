import { refuse, startExchange, type Exchange, type ExchangeOptions, type ExchangeServer } from './exchange-server';
import { FilledMarket } from './filled-market';
import { alignDown, type Market, type MarketSymbol } from './market';
import { inMinutes, integer } from './parameters';

const UTC = inMinutes({
  ...{ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30, '1H': 60, '2H': 120, '4H': 240 },
  ...{ '6Hutc': 360, '12Hutc': 720, '1Dutc': 1440 },
});
/** These open by the clock of Hong Kong. 2D and longer are left out. */
const HONG_KONG = inMinutes({ '6H': 360, '12H': 720, '1D': 1440 });
const HONG_KONG_AHEAD_MS = 8 * 3_600_000;

/** Candles that the route for the latest ones serves, the running one included. */
const LATEST_CANDLES = 1440;

/**
 * OKX v5. Rules: www.okx.com/docs-v5, "Get candlesticks", "Get candlesticks history", "Get instruments", "Error Code".
 * `after` returns what is older than it and `before` what is newer, both exclusive; the newest rows come first. A
 * delisted instrument is in no list and has no candles. Its limits are by route; here they share one, in units of the
 * cheapest. Assumed: that a limit beyond 300 is cut.
 */
export function okx(market: Market, options: ExchangeOptions = {}): Promise<ExchangeServer> {
  const bars = options.fillEmpty ? new FilledMarket(market) : market;

  const candles = (query: URLSearchParams, isHistory: boolean) => {
    const symbol = query.get('instId') || refuse(400, error('50014', 'Parameter instId can not be empty.'));
    const listed = market.find(symbol);
    if (!listed || listed.status === 'DELISTED') refuse(200, error('51001', 'Instrument ID does not exist'));
    const [after, before] = [numberOf(query, 'after'), numberOf(query, 'before')];
    const limit = Math.min(numberOf(query, 'limit') ?? 100, 300);
    const bar = query.get('bar') || '1m';
    const span = UTC.get(bar) ?? HONG_KONG.get(bar) ?? refuse(400, error('51000', 'Parameter bar error'));
    const ahead = HONG_KONG.has(bar) ? HONG_KONG_AHEAD_MS : 0;
    const running = alignDown(market.now() + ahead, span) - ahead;
    // History has closed candles only.
    const newest = isHistory ? running : Infinity;
    const oldest = isHistory ? -Infinity : running - (LATEST_CANDLES - 1) * span;
    const from = Math.max((before ?? -Infinity) + 1, oldest) + ahead;
    const to = Math.min(after ?? Infinity, newest) + ahead;
    const data = bars
      .lastBars(symbol, span, from, to, limit)
      .reverse()
      .map(({ time, open, high, low, close, volume, quoteVolume }) => {
        const [opensAt, turnover] = [time - ahead, quoteVolume];
        return [String(opensAt), open, high, low, close, volume, turnover, turnover, opensAt === running ? '0' : '1'];
      });
    return { code: '0', msg: '', data };
  };

  const instruments = (query: URLSearchParams) => {
    const type = query.get('instType') || refuse(400, error('50014', 'Parameter instType can not be empty.'));
    const types = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION'];
    if (!types.includes(type)) refuse(400, error('51000', 'Parameter instType error'));
    const id = query.get('instId');
    const listed = type === 'SPOT' ? market.symbols.filter(({ status }) => status !== 'DELISTED') : [];
    const data = listed.filter(({ symbol }) => !id || symbol === id).map((each) => instrumentOf(each, options));
    if (id && data.length === 0) refuse(200, error('51001', 'Instrument ID does not exist'));
    return { code: '0', msg: '', data };
  };

  const exchange: Exchange = {
    routes: [
      { path: '/api/v5/market/candles', answer: ({ query }) => candles(query, false) },
      // 20 requests in 2 seconds, where the latest candles have 40.
      { path: '/api/v5/market/history-candles', weight: () => 2, answer: ({ query }) => candles(query, true) },
      { path: '/api/v5/public/instruments', weight: () => 2, answer: ({ query }) => instruments(query) },
    ],
    unknownPath: { status: 404, body: { code: '404', data: {}, msg: 'Not Found' } },
    limits: { weight: 40, perMs: 2000 },
    beyondLimit: () => ({ status: 429, body: { msg: 'Too Many Requests', code: '50011' } }),
  };
  return startExchange(market, exchange, options);
}

const error = (code: string, msg: string) => ({ code, msg, data: [] });

function numberOf(query: URLSearchParams, name: string): number | null {
  const value = integer(query, name);
  if (value === null || value >= 0) return value;
  return refuse(400, error('51000', `Parameter ${name} error`));
}

function instrumentOf(listed: MarketSymbol, { listingToldLateMs = 0 }: ExchangeOptions): object {
  const { symbol, base, quote, status, listedAt } = listed;
  const ofContracts = {
    alias: '',
    ctMult: '',
    ctType: '',
    ctVal: '',
    ctValCcy: '',
    expTime: '',
    settleCcy: '',
    uly: '',
  };
  return {
    ...ofContracts,
    ...{ baseCcy: base, category: '1', instFamily: '', instId: symbol, instType: 'SPOT', lever: '10' },
    ...{ listTime: String(listedAt + listingToldLateMs), lotSz: '0.00000001', minSz: '0.00001', quoteCcy: quote },
    ...{ state: status === 'HALTED' ? 'suspend' : 'live', tickSz: '0.1' },
  };
}
