import { LRUCache } from 'lru-cache';

/** Series that are remembered. What is forgotten costs a few requests more. */
const MOST_SERIES = 10_000;

/**
 * How far back an exchange has served each series: ccxt does not know. Many exchanges serve only so many bars, counted
 * back from now; what is asked for beyond is answered as if it did not exist.
 */
export class ShownDepth {
  /** By series, in milliseconds before the time of the answer. */
  private readonly depths = new LRUCache<string, number>({ max: MOST_SERIES });

  /** The exchange has sent a row of this time. */
  note(series: string, time: number, now: number): void {
    this.depths.set(series, Math.max(now - time, this.depths.get(series) ?? 0));
  }

  /** Whether the exchange certainly serves a time that is as old as this. */
  reaches(series: string, time: number, now: number): boolean {
    return now - time <= (this.depths.get(series) ?? -1);
  }
}
