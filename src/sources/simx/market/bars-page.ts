import { alignedUp, INTERVAL_MS } from '../../../domain/bar';
import type { BarsQuery } from '../bars-query';
import { barsBetween } from './prices';
import { rowOf, SIMX_INTERVALS, type BarsBody } from '../simx-api';

/**
 * Returns one page of the simulated exchange: at most `pageSize` bars from `from` on, all closed at `now` (milliseconds
 * since the Unix epoch).
 */
export function barsPage(seed: number, query: BarsQuery, pageSize: number, now: number): BarsBody {
  const { symbol, interval, from, to, limit } = query;
  const span = INTERVAL_MS[interval];
  const start = alignedUp(from, interval);
  const end = Math.min(to, now - span + 1);
  const pageEnd = Math.min(end, start + Math.min(limit ?? pageSize, pageSize) * span);
  const bars = barsBetween(seed, symbol, interval, start, pageEnd).map(rowOf);
  return {
    symbol,
    interval: SIMX_INTERVALS[interval]!,
    bars,
    nextFrom: pageEnd < end ? pageEnd : null,
    historyFrom: null,
  };
}

/** Returns an answer that claims that there are no bars and no next page. */
export function withoutBars(page: BarsBody): BarsBody {
  return { ...page, bars: [], nextFrom: null };
}
