import type { BarInterval } from '../generated/graphql';
import { duration, shortUtc } from '../ui/format';
import type { Bar } from './bar-series';

const MINUTE = 60;
const SECONDS: Readonly<Record<BarInterval, number>> = {
  ONE_MINUTE: MINUTE,
  FIVE_MINUTES: 5 * MINUTE,
  FIFTEEN_MINUTES: 15 * MINUTE,
  ONE_HOUR: 60 * MINUTE,
  ONE_DAY: 24 * 60 * MINUTE,
};

/** Times between two bars at which there is none; in seconds. */
export interface Gap {
  /** The index of the bar before it. */
  readonly after: number;
  /** The first time without a bar, and the time of the next bar. */
  readonly from: number;
  readonly to: number;
  readonly missing: number;
}

/** What is missing between the first bar and the last one. */
export function gapsIn(bars: readonly Bar[], interval: BarInterval): readonly Gap[] {
  const step = SECONDS[interval];
  const gaps: Gap[] = [];
  for (let index = 1; index < bars.length; index++) {
    const from = secondsOf(bars[index - 1]!) + step;
    const to = secondsOf(bars[index]!);
    if (to > from) gaps.push({ after: index - 1, from, to, missing: Math.ceil((to - from) / step) });
  }
  return gaps;
}

/** In words. */
export function nameOfGap({ from, to }: Gap): string {
  return `No bars ${shortUtc(from)} – ${shortUtc(to)} (${duration(to - from)})`;
}

/** A longer gap is drawn as long as this one, in points: its width says that there is a break, its name how long it is. */
const WIDEST = 12;

/** The times at which nothing is drawn, so that a gap is seen: one a missing bar, or a few of them in a long gap. */
export function blanksOf({ from, to, missing }: Gap): readonly number[] {
  const blanks = Math.min(missing, WIDEST);
  return Array.from({ length: blanks }, (_, n) => Math.round(from + (n * (to - from)) / blanks));
}

export function secondsOf({ time }: Bar): number {
  return new Date(time).getTime() / 1_000;
}
