import { alignedDown, alignedUp, INTERVAL_MS, openingAfter, type BarInterval } from '../bar';
import { clipped, difference, setOf, type TimeRange, type TimeRanges } from './time-range';

/** A source may publish late: what is younger than this, and than TAIL_INTERVALS, is not proved by its absence. */
const TAIL_MS = 15 * 60_000;
const TAIL_INTERVALS = 3;

/**
 * What one answer of a source proves, besides the bars in it. The three sets are disjoint, and whole intervals. A time in
 * any of them is answered.
 */
export interface Proof {
  /** What is there and what is not: a time without a bar has none at the source. */
  readonly covered: TimeRanges;
  /** The source does not serve times as old as these. */
  readonly outOfReach: TimeRanges;
  /** The source sent something there that is no bar. */
  readonly quarantined: TimeRanges;
}

export const NOTHING_PROVED: Proof = { covered: [], outOfReach: [], quarantined: [] };

/** The opening times that a job asks for of each symbol. */
export interface CollectionWindow extends TimeRange {
  /** Before this, a time without a bar and without a proof is a gap. From it on, the source may publish late. */
  readonly settledTo: number;
}

/** Returns the window of a job at `now`: whole intervals, up to the last closed bar. May be empty. */
export function windowAt(from: number, to: number, interval: BarInterval, now: number): CollectionWindow {
  const start = alignedUp(from, interval);
  const end = Math.max(start, Math.min(alignedUp(to, interval), closedEnd(now, interval)));
  return { from: start, to: end, settledTo: Math.max(start, Math.min(end, settledEnd(now, interval))) };
}

/** Returns the end of the times that a source publishes no more. */
function settledEnd(now: number, interval: BarInterval): number {
  return alignedDown(now - Math.max(TAIL_INTERVALS * INTERVAL_MS[interval], TAIL_MS), interval);
}

/** Returns the end of the last bar that is closed at `now`, exclusive. */
export function closedEnd(now: number, interval: BarInterval): number {
  return alignedDown(now, interval);
}

/**
 * Returns the part of an answered range that is proved: its closed bars, without the tail. Behind the last bar received,
 * times that are younger than 3 intervals or 15 minutes, whichever is more, stay unanswered.
 * @param lastBar opening time of the last bar received in it; null if there is none
 */
export function provedPart(
  answered: TimeRange,
  lastBar: number | null,
  interval: BarInterval,
  now: number,
): TimeRanges {
  const { from } = answered;
  const received = lastBar === null ? from : openingAfter(lastBar, interval);
  const to = Math.min(answered.to, closedEnd(now, interval), Math.max(received, settledEnd(now, interval)));
  return setOf([{ from, to }]);
}

/**
 * Returns the range to ask for next: the first times of `window` at or after `cursor` that are not answered, together
 * with later ones that are closer to them than a page. Null when nothing is left to ask for.
 * @param pageMs the time that one page spans
 */
export function nextToAsk(window: TimeRange, cursor: number, answered: TimeRanges, pageMs: number): TimeRange | null {
  const missing = difference(clipped([window], { from: cursor, to: window.to }), answered);
  const [first, ...later] = missing;
  if (!first) return null;
  let { to } = first;
  for (const range of later) {
    if (range.from - to >= pageMs) break;
    to = range.to;
  }
  return { from: first.from, to };
}
