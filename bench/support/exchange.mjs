import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * An exchange with any symbol one likes, each of one page with one bar, answered after a fixed time. It stands where the
 * simulated exchange does, speaks its protocol, and notes when each request came in.
 */
export class SteadyExchange {
  /** @param latencyMs milliseconds from request to answer */
  constructor(latencyMs) {
    /** `{ symbol, at, answered }`, `at` by performance.now(), oldest first. */
    this.requests = [];
    this.listeners = new Set();
    this.server = createServer((request, response) => {
      const url = new URL(request.url, 'http://exchange');
      if (url.pathname !== '/v1/bars') return this.reply(response, { symbols: [] });
      const { symbol, interval, from } = Object.fromEntries(url.searchParams);
      const entry = { symbol, at: performance.now(), answered: false };
      this.requests.push(entry);
      for (const listener of this.listeners) listener(entry);
      setTimeout(() => {
        entry.answered = true;
        const bars = [[Number(from), '1.5', '1.5', '1.5', '1.5', '1.5']];
        this.reply(response, { symbol, interval, bars, nextFrom: null });
      }, latencyMs);
    });
    this.server.keepAliveTimeout = 60_000;
  }

  async start() {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  /** The next request that `isIt` says yes to. */
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
