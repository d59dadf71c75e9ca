import type { QuarantinedRow } from '../application/ports/data-source';
import { alignedDown, openingAfter, type Bar, type BarInterval } from '../domain/bar';
import { SourceError } from '../domain/source-failure';
import type { TimeRange } from '../domain/series/time-range';
import { compareDecimals } from './decimal';

/** The range that a page was asked for. */
export interface AskedPage extends TimeRange {
  /** Method, host and path, for messages. */
  readonly request: string;
  readonly interval: BarInterval;
}

export interface CheckedPage {
  readonly bars: readonly Bar[];
  readonly quarantined: readonly QuarantinedRow[];
  /** The page included a bar that is still open, which was dropped: there can be no next page. */
  readonly reachedNow: boolean;
}

/**
 * Separates the rows of a page into bars and rows that are none, and drops those that are still open. Gaps are valid:
 * exchanges have outages. A row that comes twice with the same values counts once.
 * @param rows the rows as sent, in the order of `bars`
 * @param now milliseconds since the Unix epoch; a bar is closed once its interval has ended
 * @throws SourceError BAD_RESPONSE if the rows are not what was asked for: not ascending, or outside the range
 */
export function checkPage(bars: readonly Bar[], rows: readonly unknown[], asked: AskedPage, now: number): CheckedPage {
  const { interval } = asked;
  const good = new Map<number, Bar>();
  const bad = new Map<number, QuarantinedRow>();
  let [reachedNow, previous] = [false, -Infinity];
  for (const [index, bar] of bars.entries()) {
    const misplaced = misplacement(bar.time, previous, asked);
    if (misplaced) throw new SourceError('BAD_RESPONSE', `${asked.request}: bar ${index} at ${bar.time} ${misplaced}`);
    const time = alignedDown(bar.time, interval);
    const twin = bar.time === previous ? bars[index - 1]! : null;
    const flaw = (twin ? twinFlaw(bar, twin) : gridFlaw(bar, interval)) ?? rangeFlaw(bar);
    previous = bar.time;
    if (openingAfter(time, interval) > now) reachedNow = true;
    else if (!flaw && !bad.has(time)) good.set(time, bar);
    else if (flaw && !bad.has(time)) {
      const row = JSON.stringify(twin ? [rows[index - 1], rows[index]] : rows[index]);
      bad.set(time, { time, row, flaw });
      if (twin) good.delete(time);
    }
  }
  return { bars: [...good.values()], quarantined: [...bad.values()], reachedNow };
}

function misplacement(time: number, previous: number, { from, to }: AskedPage): string | null {
  if (time < from || time >= to) return `lies outside [${from}, ${to})`;
  return time < previous ? `comes after ${previous}` : null;
}

function gridFlaw({ time }: Bar, interval: BarInterval): string | null {
  return time === alignedDown(time, interval) ? null : `opens at ${time}, which is not aligned with ${interval}`;
}

function twinFlaw(bar: Bar, twin: Bar): string | null {
  const differs = VALUES.some((value) => bar[value] !== twin[value]);
  return differs ? `was sent twice, with different values` : null;
}

const VALUES = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerVolume'] as const;

/** Need not compare high with low: if the range contains the open, high is not below low. */
function rangeFlaw({ open, high, low, close }: Bar): string | null {
  for (const price of [open, close]) {
    if (compareDecimals(high, price) < 0) return `has a high ${high} below ${price}`;
    if (compareDecimals(low, price) > 0) return `has a low ${low} above ${price}`;
  }
  return null;
}
