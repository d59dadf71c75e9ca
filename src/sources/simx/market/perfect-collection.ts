import { alignedUp, INTERVAL_MS, type Bar } from '../../../domain/bar';
import { setOf, type TimeRange, type TimeRanges } from '../../../domain/series/time-range';
import type { BarsQuery } from '../bars-query';
import { barsBetween } from './prices';
import { flawAt, hasBar, type Quirk } from './quirk';
import { revised } from './revision';

/** What becomes of an opening time. */
type Fate = 'BAR' | NoBar;
type NoBar = 'QUARANTINED' | 'OUT_OF_REACH' | 'ABSENT' | 'PENDING';

/**
 * What a collector without a fault knows of a series. The opening times of the bars and the four sets, of whole intervals,
 * divide the window: they are disjoint, and together they are all of it.
 */
export interface PerfectCollection {
  /** Ascending, with their values at that time. */
  readonly bars: readonly Bar[];
  /** Something is sent that is no bar. */
  readonly quarantined: TimeRanges;
  /** Older than what is served. */
  readonly outOfReach: TimeRanges;
  /** There never was a bar: before the listing, or in a hole. */
  readonly absent: TimeRanges;
  /** Not closed, or not served yet. It says nothing of whether there will be a bar. */
  readonly pending: TimeRanges;
}

/**
 * Returns what a collector that asks for a whole window at `now`, often enough to outlast `emptyFirst`, must end up with.
 * Computed for each opening time by itself, without the pages of the exchange. What it has collected before `now` may
 * differ: `reachMs` moves with the clock, and bars are revised.
 * @param window from `from` up to `to`, exclusive, in milliseconds since the Unix epoch; both are aligned up
 */
export function perfectCollection(
  seed: number,
  window: Pick<BarsQuery, 'symbol' | 'interval' | 'from' | 'to'>,
  now: number,
  quirk: Quirk,
): PerfectCollection {
  const { symbol, interval } = window;
  const span = INTERVAL_MS[interval];
  const [from, to] = [alignedUp(window.from, interval), alignedUp(window.to, interval)];
  const future = { from: Math.max(from, alignedUp(now, interval)), to };
  const ranges: Record<NoBar, TimeRange[]> = { QUARANTINED: [], OUT_OF_REACH: [], ABSENT: [], PENDING: [future] };
  const bars: Bar[] = [];
  for (const bar of barsBetween(seed, symbol, interval, from, Math.min(to, future.from))) {
    const fate = fateOf(bar.time, span, now, quirk);
    if (fate === 'BAR') bars.push(revised(bar, quirk, now));
    else ranges[fate].push({ from: bar.time, to: bar.time + span });
  }
  return {
    bars,
    quarantined: setOf(ranges.QUARANTINED),
    outOfReach: setOf(ranges.OUT_OF_REACH),
    absent: setOf(ranges.ABSENT),
    pending: setOf(ranges.PENDING),
  };
}

function fateOf(time: number, span: number, now: number, quirk: Quirk): Fate {
  const { reachMs = Infinity, lateMs = 0 } = quirk;
  if (time < now - reachMs) return 'OUT_OF_REACH';
  if (time + span + lateMs > now) return 'PENDING';
  if (!hasBar(quirk, time)) return 'ABSENT';
  return flawAt(quirk, time) ? 'QUARANTINED' : 'BAR';
}
