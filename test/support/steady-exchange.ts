import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BAR_INTERVALS, type Bar } from '../../src/domain/bar';
import { SIMX_INTERVALS } from '../../src/sources/simx/simx-api';
import type { LoggedRequest } from '../../src/sources/simx/faults/request-log';
import type { KnownExchange } from '../checker/known-exchange';

/**
 * Replaces the simulated exchange and speaks its protocol, but accepts any symbol. Each symbol has one page with one
 * bar, returned after a fixed latency.
 */
export class SteadyExchange implements KnownExchange {
  readonly requests: LoggedRequest[] = [];
  readonly pageSize = 1;
  baseUrl = '';
  private held: (() => void)[] | null = null;
  private readonly server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://exchange');
    if (pathname !== '/v1/bars') return reply(response, { symbols: [] });
    const { symbol, interval, from, to } = Object.fromEntries(searchParams) as Record<string, string>;
    const known = BAR_INTERVALS.find((name) => SIMX_INTERVALS[name] === interval)!;
    this.note(response, {
      symbol: symbol!,
      interval: known,
      from: Number(from),
      to: Number(to),
      host: request.headers.host!,
    });
    const bars = [[Number(from), '1.5', '1.5', '1.5', '1.5', '1.5', '1.5', 1, '1.5']];
    const answer = () => reply(response, { symbol, interval, bars, nextFrom: null, historyFrom: null });
    if (this.held) this.held.push(answer);
    else setTimeout(answer, this.latencyMs);
  });

  constructor(private readonly latencyMs: number) {}

  async start(): Promise<this> {
    this.server.keepAliveTimeout = 60_000;
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    this.baseUrl = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
    return this;
  }

  readonly barsOf = (_symbol: string, _interval: unknown, from: number): Bar[] => [
    {
      ...{ time: from, open: '1.5', high: '1.5', low: '1.5', close: '1.5', volume: '1.5' },
      ...{ quoteVolume: '1.5', trades: 1, takerVolume: '1.5' },
    },
  ];

  /** Returns the symbols requested after a moment, in milliseconds since the Unix epoch. */
  askedAfter(moment: number): string[] {
    return this.requests.filter(({ at }) => at > moment).map(({ symbol }) => symbol);
  }

  /** Holds back all answers from now on. */
  hold(): void {
    this.held ??= [];
  }

  get holds(): number {
    return this.held?.length ?? 0;
  }

  /** Sends the held answers and answers new requests as before. */
  release(): void {
    for (const answer of this.held ?? []) answer();
    this.held = null;
  }

  private note(
    response: ServerResponse,
    asked: Pick<LoggedRequest, 'symbol' | 'interval' | 'from' | 'to' | 'host'>,
  ): void {
    const nothingYet = { endedAt: null, fault: null, status: null, retryAfterSeconds: null };
    const entry: LoggedRequest = { ...asked, at: Date.now(), ...nothingYet };
    this.requests.push(entry);
    response.once('finish', () => (entry.status = response.statusCode));
    response.once('close', () => (entry.endedAt = Date.now()));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

function reply(response: ServerResponse, body: object): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
}
