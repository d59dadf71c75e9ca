import { INTERVAL_MS, type Bar, type BarInterval } from '../domain/bar';
import { SourceError } from '../domain/source-failure';
import { compareDecimals } from './decimal';

export interface AskedPage {
  /** Method, host and path, for messages. */
  readonly request: string;
  readonly interval: BarInterval;
  /** Start of this page, inclusive; milliseconds since the Unix epoch. */
  readonly from: number;
  /** End of the window, exclusive; milliseconds since the Unix epoch. */
  readonly to: number;
}

export interface CheckedPage {
  readonly bars: readonly Bar[];
  /** The page included a bar that is still open, which was dropped: there can be no next page. */
  readonly reachedNow: boolean;
}

/**
 * Validates the bars of a page and drops those that are still open. Bars must be ascending, aligned with the interval
 * and inside the requested range, and each high-low range must contain open and close. Gaps are valid: exchanges have
 * outages.
 * @param now milliseconds since the Unix epoch; a bar is closed once its interval has ended
 * @throws SourceError BAD_RESPONSE, naming the first invalid bar
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

/** Need not compare high with low: if the range contains the open, high is not below low. */
function rangeFlaw({ open, high, low, close }: Bar): string | null {
  for (const price of [open, close]) {
    if (compareDecimals(high, price) < 0) return `has a high ${high} below ${price}`;
    if (compareDecimals(low, price) > 0) return `has a low ${low} above ${price}`;
  }
  return null;
}
