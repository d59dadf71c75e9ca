import { AsyncLocalStorage } from 'node:async_hooks';
import { askedRange } from './asked-range';
import { importExchange, mostBars, type CcxtExchange, type CcxtMarket, type ExchangeClass } from './ccxt-exchange';
import { exactJson, hasEmptyList } from './exact-json';
import type { BarsQuestion, HttpReply, Market, Rows, Traits, WantedRequest } from './messages';
import { barsCost } from './trial-run';

/** The call that a request belongs to, and what was seen while it was made. */
interface Underway {
  readonly id: number;
  /** The parameters of the last request. */
  parameters?: unknown;
  /** The last body that came. */
  body?: unknown;
}

/** Has a request sent on behalf of a call. @throws if it failed */
export type Sender = (id: number, wanted: WantedRequest) => Promise<HttpReply>;

/** ccxt's own timer must never be the first: the service bounds each request. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/** The symbols that a job may name, see `draft-check.ts`: a selection of any other would be refused as a whole. */
const NAMEABLE = /^[\p{L}\p{N}][\p{L}\p{N}._:/^=+@-]{0,63}$/u;

const underway = new AsyncLocalStorage<Underway>();

/** One exchange of ccxt, changed so that its digits survive and its requests are sent by the service. */
export class HostedExchange {
  private constructor(
    private readonly Exchange: ExchangeClass,
    private readonly exchange: CcxtExchange,
  ) {}

  /** @throws UnknownExchange */
  static async load(folder: string, name: string, send: Sender): Promise<HostedExchange> {
    const Exchange = await importExchange(folder, name);
    const exchange = new Exchange({
      number: String,
      enableRateLimit: false,
      timeout: NO_TIMEOUT_MS,
      userAgent: 'sluice',
      // Nothing is kept of an answer.
      ...{ enableLastHttpResponse: false, enableLastResponseHeaders: false, enableLastJsonResponse: false },
      // Proxies would be for its own requests.
      proxiesModulesLoading: Promise.resolve(),
      fetchImplementation: (url: string, init: Init) => fetchBy(send, url, init),
    });
    return new HostedExchange(Exchange, watched(exchange));
  }

  async traits(): Promise<Traits> {
    const { name, has, timeframes, rateLimit, features } = this.exchange;
    const hasBars = has.fetchOHLCV === true;
    const most = Math.max(...kindsOf(features).map(([type, subType]) => mostBars(this.exchange, type, subType)));
    return {
      title: name,
      hasBars,
      timeframes: Object.keys(timeframes ?? {}),
      rateLimitMs: typeof rateLimit === 'number' && rateLimit > 0 ? rateLimit : null,
      barsCost: hasBars ? await barsCost(this.Exchange, most) : null,
      mostBars: most,
    };
  }

  markets(id: number): Promise<readonly Market[]> {
    return underway.run({ id }, async () => {
      await this.exchange.loadMarkets(true);
      return Object.values(this.exchange.markets ?? {}).flatMap((market) => this.market(market) ?? []);
    });
  }

  bars(id: number, { symbol, timeframe, since, limit }: BarsQuestion): Promise<Rows> {
    const call: Underway = { id };
    return underway.run(call, async () => {
      const rows = await this.exchange.fetchOHLCV(symbol, timeframe, since, limit);
      const spanMs = this.exchange.parseTimeframe(timeframe) * 1_000;
      const asked = askedRange(call.parameters, since, limit, spanMs);
      return { rows, ...asked, hasEmptyList: rows.length === 0 && hasEmptyList(call.body) };
    });
  }

  private market({ symbol, base, quote, active, created, type, subType }: CcxtMarket): Market | null {
    if (typeof symbol !== 'string' || !NAMEABLE.test(symbol)) return null;
    return {
      symbol,
      base: typeof base === 'string' ? base : null,
      quote: typeof quote === 'string' ? quote : null,
      isActive: active !== false,
      created: Number.isSafeInteger(created) && Number(created) > 0 ? Number(created) : null,
      mostBars: mostBars(this.exchange, type, subType),
    };
  }
}

/** Notes what a call asks and gets, and parses bodies exactly. */
function watched(exchange: CcxtExchange): CcxtExchange {
  const fetch2 = exchange.fetch2.bind(exchange);
  exchange.fetch2 = (path, api, method, parameters, ...rest) => {
    const call = underway.getStore();
    if (call) call.parameters = parameters;
    return fetch2(path, api, method, parameters, ...rest);
  };
  exchange.parseJson = (text) => {
    const body = exactJson(text);
    const call = underway.getStore();
    if (call) call.body = body;
    return body;
  };
  return exchange;
}

interface Init {
  readonly method: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

/** Stands for `fetch`. ccxt needs no more of a response. */
async function fetchBy(send: Sender, url: string, { method, headers = {}, body }: Init) {
  const call = underway.getStore();
  if (!call) throw new Error('a request outside of any call');
  const texts = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const wanted = { url, method, headers: Object.fromEntries(texts), body: typeof body === 'string' ? body : null };
  const { status, headers: answered, text } = await send(call.id, wanted);
  return { status, statusText: '', headers: new Headers(answered), text: async () => text };
}

/** The kinds of markets that ccxt describes. */
function kindsOf(features: CcxtExchange['features']): [type: string, subType: string | undefined][] {
  const contracts = ['swap', 'future'].flatMap((type): [string, string][] => [
    [type, 'linear'],
    [type, 'inverse'],
  ]);
  const all: [string, string | undefined][] = [['spot', undefined], ...contracts];
  const known = all.filter(([type]) => features?.[type] !== undefined && features[type] !== null);
  return known.length > 0 ? known : [['spot', undefined]];
}
