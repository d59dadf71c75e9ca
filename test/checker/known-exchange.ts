import { LRUCache } from 'lru-cache';
import type { Bar, BarInterval } from '../../src/domain/bar';
import type { LoggedRequest } from '../../src/sources/simx/faults/request-log';
import { barsBetween } from '../../src/sources/simx/market/prices';
import { SIMX_PAGE_SIZE } from '../../src/sources/simx/simx-api';
import type { SimxServer } from '../../src/sources/simx/simx-server';
import type { RequestRecord, SourceRecord } from './history';
import type { SentTimes } from './sent-times';

/** An exchange whose requests and bars are known to the driver. */
export interface KnownExchange extends Pick<SourceRecord, 'barsOf' | 'pageSize'> {
  readonly baseUrl: string;
  /** All requests, oldest first. */
  readonly requests: readonly LoggedRequest[];
}

/** Caches bars: runs use the same ones repeatedly. */
const computed = new LRUCache<string, Bar[]>({ max: 200 });

function barsOfSeed(seed: number, symbol: string, interval: BarInterval, from: number, to: number): Bar[] {
  const key = [seed, symbol, interval, from, to].join(' ');
  const bars = computed.get(key) ?? barsBetween(seed, symbol, interval, from, to);
  computed.set(key, bars);
  return bars;
}

/** Wraps the simulated exchange. @param seed the seed of `server` */
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

/** @param nodeOf returns the node that requests via this host */
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
