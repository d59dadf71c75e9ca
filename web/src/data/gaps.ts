import type { BarInterval } from '../generated/graphql';
import { duration, shortUtc } from '../ui/format';
import type { Bar } from './bar-series';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Lengths of the intervals in seconds; of a month, that of the longest one. */
export const SECONDS: Readonly<Record<BarInterval, number>> = {
  ONE_MINUTE: MINUTE,
  THREE_MINUTES: 3 * MINUTE,
  FIVE_MINUTES: 5 * MINUTE,
  FIFTEEN_MINUTES: 15 * MINUTE,
  THIRTY_MINUTES: 30 * MINUTE,
  ONE_HOUR: HOUR,
  TWO_HOURS: 2 * HOUR,
  FOUR_HOURS: 4 * HOUR,
  SIX_HOURS: 6 * HOUR,
  EIGHT_HOURS: 8 * HOUR,
  TWELVE_HOURS: 12 * HOUR,
  ONE_DAY: DAY,
  ONE_WEEK: 7 * DAY,
  ONE_MONTH: 31 * DAY,
};

/** A range without bars between two bars; times in seconds. */
export interface Gap {
  /** Index of the bar before it. */
  readonly after: number;
  /** The first missing time, and the time of the next bar. */
  readonly from: number;
  readonly to: number;
  readonly missing: number;
}

/** Returns the gaps between the first bar and the last one. */
export function gapsIn(bars: readonly Bar[], interval: BarInterval): readonly Gap[] {
  const step = SECONDS[interval];
  const gaps: Gap[] = [];
  for (let index = 1; index < bars.length; index++) {
    const from = openingAfter(secondsOf(bars[index - 1]!), interval);
    const to = secondsOf(bars[index]!);
    if (to > from) gaps.push({ after: index - 1, from, to, missing: Math.ceil((to - from) / step) });
  }
  return gaps;
}

function openingAfter(seconds: number, interval: BarInterval): number {
  if (interval !== 'ONE_MONTH') return seconds + SECONDS[interval];
  const opening = new Date(seconds * 1_000);
  return Date.UTC(opening.getUTCFullYear(), opening.getUTCMonth() + 1) / 1_000;
}

export function nameOfGap({ from, to }: Gap): string {
  return `No bars ${shortUtc(from)} – ${shortUtc(to)} (${duration(to - from)})`;
}

/** Upper bound of a gap's width, in points: the width shows that there is a gap, its label how long it is. */
const WIDEST = 12;

/** Times of the blank points that make a gap visible: one per missing bar, at most `WIDEST`. */
export function blanksOf({ from, to, missing }: Gap): readonly number[] {
  const blanks = Math.min(missing, WIDEST);
  return Array.from({ length: blanks }, (_, n) => Math.round(from + (n * (to - from)) / blanks));
}

export function secondsOf({ time }: Bar): number {
  return new Date(time).getTime() / 1_000;
}
