import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Market } from './market';
import { RequestBudget, type BanRule, type Limits } from './request-budget';

export interface ExchangeServer {
  readonly baseUrl: string;
  /** Every request received, in order. */
  readonly requests: readonly { readonly path: string; readonly query: URLSearchParams; readonly status: number }[];
  /** Requests are answered by this while it returns a reply; null: as usual. For faults in tests. */
  reply: ((path: string, query: URLSearchParams) => Reply | null) | null;
  /** Weight, or number of requests, as the exchange counts, used since the start. */
  readonly weight: number;
  close(): Promise<void>;
}

export interface ExchangeOptions {
  /** Enforced when given: the exchange's own error beyond it, and a ban where the exchange bans whoever goes on. */
  readonly limits?: Limits;
  /** Periods without a trade are sent as flat bars by the exchanges that do so. Default: they are left out by all. */
  readonly fillEmpty?: boolean;
  /** The listing date that the exchange tells, where it tells one, is later than the first trade by this. Default: 0. */
  readonly listingToldLateMs?: number;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Record<string, string>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body: unknown;
}

export interface Call {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** What the groups of the route's pattern matched. */
  readonly groups: readonly string[];
}

export interface Route {
  /** The whole path, or a pattern of it. */
  readonly path: string | RegExp;
  /** Default: 1, where an exchange counts requests. */
  readonly weight?: (query: URLSearchParams) => number;
  /** Returns the body of a 200, or refuses. */
  readonly answer: (call: Call) => unknown;
}

/** What tells one exchange from another. */
export interface Exchange {
  readonly routes: readonly Route[];
  readonly unknownPath: Reply;
  /** What the exchange documents; told in headers, enforced only if the options say so. */
  readonly limits: Limits;
  readonly limitHeaders?: (budget: RequestBudget) => Record<string, string>;
  readonly beyondLimit: (budget: RequestBudget) => Reply;
  readonly ban?: BanRule & { readonly reply: (budget: RequestBudget) => Reply };
}

class Refusal extends Error {
  constructor(readonly reply: Reply) {
    super(`refused with ${reply.status}`);
  }
}

/** Ends the answer of a route with an error of the exchange. */
export function refuse(status: number, body: unknown): never {
  throw new Refusal({ status, body });
}

/** Starts an exchange on a free port of the loopback interface. */
export async function startExchange(
  market: Market,
  exchange: Exchange,
  options: ExchangeOptions,
): Promise<ExchangeServer> {
  const requests: { path: string; query: URLSearchParams; status: number }[] = [];
  const budget = new RequestBudget(options.limits ?? exchange.limits, options.limits !== undefined, exchange.ban);
  const server = createServer((request, response) => {
    const call = callOf(request);
    const usual = replyTo(call, exchange, budget);
    const { status, headers, body } = started.reply?.(call.path, call.query) ?? usual;
    requests.push({ path: call.path, query: call.query, status });
    const date = new Date(market.now()).toUTCString();
    response.writeHead(status, { 'content-type': 'application/json', date, ...headers });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const started: ExchangeServer = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    reply: null,
    get weight() {
      return budget.total;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
  return started;
}

function callOf({ url, headers }: IncomingMessage): Call {
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost');
  return { path: decodeURIComponent(pathname), query: searchParams, headers, groups: [] };
}

function replyTo(call: Call, exchange: Exchange, budget: RequestBudget): Reply {
  for (const route of exchange.routes) {
    const match = typeof route.path === 'string' ? route.path === call.path && [] : route.path.exec(call.path);
    if (!match) continue;
    const taken = budget.take(route.weight?.(call.query) ?? 1);
    const reply = taken === 'ANSWERED' ? answer(route, { ...call, groups: match.slice(1) }) : null;
    const { beyondLimit, ban, limitHeaders } = exchange;
    const { status, headers, body } = reply ?? (taken === 'BANNED' && ban ? ban.reply(budget) : beyondLimit(budget));
    return { status, headers: { ...limitHeaders?.(budget), ...headers }, body };
  }
  return exchange.unknownPath;
}

function answer(route: Route, call: Call): Reply {
  try {
    return { status: 200, body: route.answer(call) };
  } catch (error) {
    if (error instanceof Refusal) return error.reply;
    return { status: 500, body: `the test server failed: ${(error as Error).stack}` };
  }
}
