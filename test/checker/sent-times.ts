import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { LoggedRequest } from '../../src/sources/simx/faults/request-log';

const ARRIVED = 'http.server.request.start';

/** Send times of requests to an exchange in this process. Services in their own processes send them in a header. */
export class SentTimes {
  /** By request key, in order of arrival. */
  private readonly byRequest = new Map<string, number[]>();
  private readonly note = (message: unknown) => this.arrived((message as { request: IncomingMessage }).request);

  constructor() {
    subscribe(ARRIVED, this.note);
  }

  /**
   * Returns the send time of the next request with this key. Call once per request, in order of arrival.
   * @returns milliseconds since the Unix epoch
   * @throws Error if the client did not report it: the checks that rely on it would pass wrongly
   */
  next({ host, symbol, from }: Pick<LoggedRequest, 'host' | 'symbol' | 'from'>): number {
    const sentAt = this.byRequest.get(keyOf(host, symbol, from))?.shift();
    if (sentAt === undefined) throw new Error(`nobody said when ${symbol} was asked for by way of ${host}`);
    return sentAt;
  }

  close(): void {
    unsubscribe(ARRIVED, this.note);
  }

  private arrived({ headers, url }: IncomingMessage): void {
    const sentAt = headers['x-sent-at'];
    if (sentAt === undefined) return;
    const { searchParams } = new URL(url!, 'http://exchange');
    const key = keyOf(headers.host, searchParams.get('symbol'), searchParams.get('from'));
    this.byRequest.set(key, [...(this.byRequest.get(key) ?? []), Number(sentAt)]);
  }
}

function keyOf(...parts: unknown[]): string {
  return parts.join(' ');
}
