import type { BarInterval } from '../bar';
import { clipped, type TimeRange, type TimeRanges } from './time-range';

/** The bars of one symbol of one source at one interval, and the times of which is proved what the source has. */
export interface Series {
  readonly id: number;
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  /** Number of bars stored. */
  readonly bars: number;
  /** Opening times of the first and the last of them. */
  readonly first: Date | null;
  readonly last: Date | null;
  /** Time of the last page that was stored for it. */
  readonly updatedAt: Date;
  readonly covered: TimeRanges;
  /** Times that are older than what the source serves. */
  readonly outOfReach: TimeRanges;
  /** Times at which the source sent something that is no bar. */
  readonly quarantined: TimeRanges;
}

/** Returns which part of a range of time is covered, 0 to 1; 0 for an empty range. */
export function coveredFraction({ covered }: Series, range: TimeRange): number {
  const length = range.to - range.from;
  if (length <= 0) return 0;
  return clipped(covered, range).reduce((sum, { from, to }) => sum + to - from, 0) / length;
}
