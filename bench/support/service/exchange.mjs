import { createServer } from 'node:http';
import { once } from 'node:events';

/**
 * An exchange that knows every symbol, each with one page of one bar, answered after a fixed time; at an interval of one
 * minute it has all bars, and answers at once. It replaces the simulated exchange, speaks its protocol, and records when
 * each request arrived.
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
      const { symbol, interval, from, to, limit } = Object.fromEntries(url.searchParams);
      const entry = { symbol, at: performance.now(), answered: false };
      this.requests.push(entry);
      for (const listener of this.listeners) listener(entry);
      if (this.restSeconds !== null) {
        response.statusCode = 429;
        response.setHeader('retry-after', this.restSeconds);
        return this.reply(response, { code: 'RATE_LIMITED' });
      }
      if (interval === '1m') {
        const page = minutes(Number(from), Number(to), Number(limit));
        return this.reply(response, { symbol, interval, ...page, historyFrom: null });
      }
      setTimeout(() => {
        entry.answered = true;
        this.reply(response, { symbol, interval, bars: [bar(Number(from))], nextFrom: null, historyFrom: null });
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

function bar(time) {
  return [time, '1.5', '1.5', '1.5', '1.5', '1.5', '1.5', 1, '1.5'];
}

function minutes(from, to, limit) {
  const end = Math.min(to, from + limit * 60_000);
  const bars = Array.from({ length: Math.ceil((end - from) / 60_000) }, (_, n) => bar(from + n * 60_000));
  return { bars, nextFrom: end < to ? end : null };
}
