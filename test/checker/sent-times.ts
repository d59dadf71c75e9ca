import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import type { LoggedRequest } from '../../src/sources/simx/faults/request-log';

const ARRIVED = 'http.server.request.start';

/** When requests that arrived at an exchange in this process were made: services in a process of their own say so. */
export class SentTimes {
  /** By what tells one request from another, in the order in which they came. */
  private readonly byRequest = new Map<string, number[]>();
  private readonly note = (message: unknown) => this.arrived((message as { request: IncomingMessage }).request);

  constructor() {
    subscribe(ARRIVED, this.note);
  }

  /**
   * To be asked once for each request, in the order in which they came.
   * @returns milliseconds since the Unix epoch
   * @throws Error when whoever asked did not say it: what is checked by it would pass unseen
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
