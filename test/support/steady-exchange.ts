import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request for bars, and when it came in, by performance.now(). */
export interface SteadyRequest {
  readonly symbol: string;
  readonly at: number;
}

/**
 * Stands where the simulated exchange does and speaks its protocol, but knows any symbol one likes: each has one page
 * with one bar, answered after a fixed time.
 */
export class SteadyExchange {
  /** Oldest first. */
  readonly requests: SteadyRequest[] = [];
  private held: (() => void)[] | null = null;
  private readonly server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://exchange');
    if (pathname !== '/v1/bars') return reply(response, { symbols: [] });
    const { symbol, interval, from } = Object.fromEntries(searchParams) as Record<string, string>;
    this.requests.push({ symbol: symbol!, at: performance.now() });
    const bars = [[Number(from), '1.5', '1.5', '1.5', '1.5', '1.5']];
    const answer = () => reply(response, { symbol, interval, bars, nextFrom: null });
    if (this.held) this.held.push(answer);
    else setTimeout(answer, this.latencyMs);
  });

  constructor(private readonly latencyMs: number) {}

  async start(): Promise<string> {
    this.server.keepAliveTimeout = 60_000;
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Symbols that were asked about after a moment. */
  askedAfter(moment: number): string[] {
    return this.requests.filter(({ at }) => at > moment).map(({ symbol }) => symbol);
  }

  /** From now on nothing is answered. */
  hold(): void {
    this.held ??= [];
  }

  get holds(): number {
    return this.held?.length ?? 0;
  }

  /** What was held is answered, and what comes from now on as before. */
  release(): void {
    for (const answer of this.held ?? []) answer();
    this.held = null;
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
