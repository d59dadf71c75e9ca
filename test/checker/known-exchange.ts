import { LRUCache } from 'lru-cache';
import type { Bar, BarInterval } from '../../src/domain/bar';
import type { LoggedRequest } from '../../src/sources/simx/faults/request-log';
import { barsBetween } from '../../src/sources/simx/market/prices';
import { SIMX_PAGE_SIZE } from '../../src/sources/simx/simx-api';
import type { SimxServer } from '../../src/sources/simx/simx-server';
import type { RequestRecord, SourceRecord } from './history';
import type { SentTimes } from './sent-times';

/** An exchange of which the driver knows what it was asked, and what it says. */
export interface KnownExchange extends Pick<SourceRecord, 'barsOf' | 'pageSize'> {
  readonly baseUrl: string;
  /** All of them, oldest first. */
  readonly requests: readonly LoggedRequest[];
}

/** Runs ask for the same bars again and again. */
const computed = new LRUCache<string, Bar[]>({ max: 200 });

function barsOfSeed(seed: number, symbol: string, interval: BarInterval, from: number, to: number): Bar[] {
  const key = [seed, symbol, interval, from, to].join(' ');
  const bars = computed.get(key) ?? barsBetween(seed, symbol, interval, from, to);
  computed.set(key, bars);
  return bars;
}

/** The simulated one. @param seed that it was made with */
export function knownSimx(server: SimxServer, baseUrl: string, seed: number): KnownExchange {
  return {
    baseUrl,
    pageSize: SIMX_PAGE_SIZE,
    barsOf: (symbol, interval, from, to) => barsOfSeed(seed, symbol, interval, from, to),
    get requests() {
      if (server.droppedRequests > 0) throw new Error('the exchange forgot requests: the run was too long for its log');
      return server.requests;
    },
  };
}

/** @param nodeOf the node that asks at this address */
export function requestsAt(
  { requests }: KnownExchange,
  nodeOf: (host: string) => number | null,
  sentTimes: SentTimes,
): readonly RequestRecord[] {
  return requests.map((logged) => {
    const { host, interval, ...request } = logged;
    return { ...request, interval: interval as BarInterval, node: nodeOf(host), sentAt: sentTimes.next(logged) };
  });
}
