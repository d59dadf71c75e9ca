import { alignedDown, alignedUp, openingAfter, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import type { Rows } from './thread/messages';

/** What an answer says of a window of bars. */
export interface Reading {
  /** The rows inside the window. */
  readonly inside: readonly (readonly unknown[])[];
  /**
   * What lies here is inside, or does not exist. Begins later than the window if the exchange sent nothing for its
   * start, but has not shown either that it serves times as old as these.
   */
  readonly answered: TimeRange;
  /** The exchange may have sent the later rows only: the window's part before this must be asked for by itself. */
  readonly cutBefore: number | null;
}

export interface AskedWindow extends TimeRange {
  readonly interval: BarInterval;
  /** End of the whole range, of which the window is the first part. */
  readonly end: number;
  /** As many rows as this, or more, may be all that the exchange sends at once. */
  readonly cutAt: number;
  /** Whether the exchange has shown that it serves times as old as the window's start. */
  readonly isShown: boolean;
}

/**
 * Reads an answer with the least trust: that an exchange has nothing is believed only for times that it was asked for by
 * its own request, in an answer that cannot have been cut, and not older than what it has served.
 */
export function readAnswer({ rows, askedFrom, askedTo }: Rows, window: AskedWindow): Reading {
  const { from, to, interval, cutAt, isShown } = window;
  const inside = rows.filter((row) => timeOf(row) >= from && timeOf(row) < to);
  const after = rows.find((row) => timeOf(row) >= to);
  const mayBeCut = rows.length >= cutAt;
  const last = inside.at(-1);
  const afterLast = last === undefined ? null : openingAfter(alignedDown(timeOf(last), interval), interval);
  const end = endOf(window, after && timeOf(after), askedTo, mayBeCut || askedTo === null ? afterLast : null);
  const first = inside.length > 0 ? alignedDown(timeOf(inside[0]!), interval) : end;
  if (first <= from) return { inside, answered: { from, to: end }, cutBefore: null };
  const asked = alignedDown(askedFrom ?? from, interval);
  const cutBefore = inside.length > 0 && mayBeCut ? first : asked > openingAfter(from, interval) ? asked : to;
  if (cutBefore < to) return { inside, answered: { from: first, to: end }, cutBefore };
  return { inside, answered: { from: isShown ? from : first, to: end }, cutBefore: null };
}

/** Opening time of a row, in milliseconds since the Unix epoch. */
export function timeOf(row: readonly unknown[]): number {
  return row[0] as number;
}

/**
 * Returns the end of what is answered.
 * @param after the first row behind the window: nothing lies before it
 * @param afterLast the end of the last bar, if the answer says nothing of what is behind it
 */
function endOf(
  { from, to, interval, end }: AskedWindow,
  after: number | undefined,
  askedTo: number | null,
  afterLast: number | null,
): number {
  if (after !== undefined) return Math.min(end, Math.max(to, alignedDown(after, interval)));
  if (afterLast !== null) return Math.min(to, afterLast);
  const asked = askedTo === null ? to : Math.min(to, alignedUp(askedTo, interval));
  return asked > from ? asked : to;
}
