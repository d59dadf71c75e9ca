import { barsBetween, openingAfter } from '../bar';
import type { Series } from './series';
import { clipped, difference, setOf, type TimeRange, type TimeRanges } from './time-range';

/** Why a time has no bar. */
export const GAP_REASONS = [
  /** No valid answer of the source has said yet what is there. */
  'NOT_COLLECTED',
  /** Covered: the source has none. */
  'SOURCE_HAS_NONE',
  /** Covered, and before the first bar. */
  'BEFORE_LISTING',
  /** The source does not serve times as old as these. */
  'OUT_OF_REACH',
  /** The source sent something there that is no bar. */
  'QUARANTINED',
] as const;
export type GapReason = (typeof GAP_REASONS)[number];

/** The gaps of which the source has not proved that it has nothing there: a job can ask for them. */
export const ASKABLE_REASONS = ['NOT_COLLECTED', 'OUT_OF_REACH', 'QUARANTINED'] as const satisfies readonly GapReason[];
export type AskableReason = (typeof ASKABLE_REASONS)[number];

/** Opening times in a row that have no bar, all for the same reason. */
export interface Gap extends TimeRange {
  /** Number of opening times. */
  readonly bars: number;
  readonly reason: GapReason;
}

/** The sets of times by which the reason of a gap is decided, and the first bar. */
export type SeriesSets = Pick<Series, 'interval' | 'covered' | 'outOfReach' | 'quarantined' | 'first'>;

/**
 * Returns the gaps in a range of which every opening time lacks a bar, in order of time.
 * @param missing whole intervals
 */
export function gapsIn(missing: TimeRange, series: SeriesSets): readonly Gap[] {
  const { interval, covered, outOfReach, quarantined, first } = series;
  const listed = first?.getTime() ?? -Infinity;
  const gaps: Gap[] = [];
  let rest: TimeRanges = [missing];
  const take = (reason: GapReason, times: TimeRanges) => {
    for (const range of rest)
      for (const { from, to } of clipped(times, range)) gaps.push({ from, to, bars: 0, reason });
    rest = difference(rest, times);
  };
  take('QUARANTINED', quarantined);
  take('OUT_OF_REACH', outOfReach);
  take('BEFORE_LISTING', clipped(covered, { from: -Infinity, to: listed }));
  take('SOURCE_HAS_NONE', covered);
  take('NOT_COLLECTED', [missing]);
  const bars = ({ from, to }: TimeRange) => barsBetween(from, to, interval);
  return gaps.sort((a, b) => a.from - b.from).map((gap) => ({ ...gap, bars: bars(gap) }));
}

/** Returns the range from the first time of which anything is known or stored to the last; null if there is none. */
export function extentOf(series: SeriesSets & Pick<Series, 'last'>): TimeRange | null {
  const { interval, covered, outOfReach, quarantined, first, last } = series;
  const stored = first && last ? [{ from: first.getTime(), to: openingAfter(last.getTime(), interval) }] : [];
  const known = setOf([...covered, ...outOfReach, ...quarantined, ...stored]);
  return known.length > 0 ? { from: known[0]!.from, to: known.at(-1)!.to } : null;
}
