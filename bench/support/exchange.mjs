import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * An exchange that knows every symbol, each with one page of one bar, answered after a fixed time. It replaces the
 * simulated exchange, speaks its protocol, and records when each request arrived.
 */
export class SteadyExchange {
  /** @param latencyMs milliseconds from request to answer */
  constructor(latencyMs) {
    /** If set, requests are refused, and clients are asked to rest for this time. */
    this.restSeconds = null;
    /** `{ symbol, at, answered }`, oldest first; `at` by performance.now(). */
    this.requests = [];
    this.listeners = new Set();
    this.server = createServer((request, response) => {
      const url = new URL(request.url, 'http://exchange');
      if (url.pathname !== '/v1/bars') return this.reply(response, { symbols: [] });
      const { symbol, interval, from } = Object.fromEntries(url.searchParams);
      const entry = { symbol, at: performance.now(), answered: false };
      this.requests.push(entry);
      for (const listener of this.listeners) listener(entry);
      if (this.restSeconds !== null) {
        response.statusCode = 429;
        response.setHeader('retry-after', this.restSeconds);
        return this.reply(response, { code: 'RATE_LIMITED' });
      }
      setTimeout(() => {
        entry.answered = true;
        const bars = [[Number(from), '1.5', '1.5', '1.5', '1.5', '1.5', '1.5', 1, '1.5']];
        this.reply(response, { symbol, interval, bars, nextFrom: null, historyFrom: null });
      }, latencyMs);
    });
    this.server.keepAliveTimeout = 60_000;
  }

  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  /** @returns the next request that satisfies `isIt` */
  next(isIt) {
    return new Promise((resolve) => {
      const listener = (entry) => {
        if (!isIt(entry)) return;
        this.listeners.delete(listener);
        resolve(entry);
      };
      this.listeners.add(listener);
    });
  }

  stop() {
    this.server.closeAllConnections();
    this.server.close();
  }

  reply(response, body) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }
}
