import { alignedUp } from '../bar';
import { closedEnd } from './coverage';
import { extentOf } from './gap';
import type { Series } from './series';
import type { TimeRange } from './time-range';

/**
 * Returns the range in which gaps of a series are looked for: whole intervals whose bars have closed at `now`. May be empty.
 * @param from first opening time, in milliseconds since the epoch; null for the first time of which anything is known
 * @param to end, exclusive; null for the end of the last time of which anything is known
 */
export function gapRange(series: Series, from: number | null, to: number | null, now: number): TimeRange {
  const { interval } = series;
  const extent = extentOf(series) ?? { from: 0, to: 0 };
  const start = from === null ? extent.from : alignedUp(from, interval);
  const end = to === null ? extent.to : Math.min(alignedUp(to, interval), closedEnd(now, interval));
  return { from: start, to: end };
}
