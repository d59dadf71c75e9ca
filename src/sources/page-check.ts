import { INTERVAL_MS, type Bar, type BarInterval } from '../domain/bar';
import { SourceError } from '../domain/source-failure';
import { compareDecimals } from './decimal';

export interface AskedPage {
  /** What was asked, for messages. */
  readonly request: string;
  readonly interval: BarInterval;
  /** Where this page starts, inclusive; milliseconds since the Unix epoch. */
  readonly from: number;
  /** Where the window ends, exclusive; milliseconds since the Unix epoch. */
  readonly to: number;
}

export interface CheckedPage {
  readonly bars: readonly Bar[];
  /** The page reached the bar that is still open, which was dropped: there can be no next page. */
  readonly reachedNow: boolean;
}

/**
 * Accepts a page's bars as they are or not at all: ascending, aligned with the interval, inside what was asked, each
 * with a range that holds its open and close. Gaps are left as they are: exchanges have outages.
 * @param now milliseconds since the Unix epoch; a bar is closed once its interval is over
 * @throws SourceError BAD_RESPONSE, naming the first bar that contradicts
 */
export function checkPage(bars: readonly Bar[], asked: AskedPage, now: number): CheckedPage {
  for (const [index, bar] of bars.entries()) {
    const flaw = timeFlaw(bar, bars[index - 1], asked) ?? rangeFlaw(bar);
    if (flaw) throw new SourceError('BAD_RESPONSE', `${asked.request}: bar ${index} at ${bar.time} ${flaw}`);
  }
  const closed = bars.filter((bar) => bar.time + INTERVAL_MS[asked.interval] <= now);
  return { bars: closed, reachedNow: closed.length < bars.length };
}

function timeFlaw(bar: Bar, previous: Bar | undefined, asked: AskedPage): string | null {
  if (bar.time % INTERVAL_MS[asked.interval] !== 0) return `is not aligned with ${asked.interval}`;
  if (bar.time < asked.from || bar.time >= asked.to) return `lies outside [${asked.from}, ${asked.to})`;
  if (previous && bar.time <= previous.time) return `does not come after ${previous.time}`;
  return null;
}

/** Where the range holds the open, its high cannot be below its low. */
function rangeFlaw({ open, high, low, close }: Bar): string | null {
  for (const price of [open, close]) {
    if (compareDecimals(high, price) < 0) return `has a high ${high} below ${price}`;
    if (compareDecimals(low, price) > 0) return `has a low ${low} above ${price}`;
  }
  return null;
}
