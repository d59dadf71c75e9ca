import { INTERVAL_MS } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';

/** Series that are remembered. What is forgotten costs a few requests more. */
const MOST_SERIES = 10_000;

/**
 * What is known of a series in which a long time without bars is crossed.
 *
 * - SEARCHING: there is no bar of a day from `from` to `at`.
 * - FOUND: there is no bar of a day from `from` to `to`, but behind it.
 * - PLAIN: there are bars of days before `to`, so pages are asked for one by one.
 */
type Crossing =
  | { readonly phase: 'SEARCHING'; readonly from: number; readonly at: number }
  | { readonly phase: 'FOUND'; readonly from: number; readonly to: number }
  | { readonly phase: 'PLAIN'; readonly to: number };

/**
 * What to ask for next.
 *
 * - PAGE: bars.
 * - DAYS: bars of days, which show where the series goes on.
 * - EMPTY: a range of any length, in which no bar is expected.
 */
export interface Look extends TimeRange {
  readonly kind: 'PAGE' | 'DAYS' | 'EMPTY';
}

/**
 * Crosses long times without bars: years before a listing would cost thousands of empty pages. After an empty page, the
 * bars of days are looked at, a page of which spans years. Keeps hints only: what is proved is what an answer says.
 */
export class Emptiness {
  private readonly crossings = new Map<string, Crossing>();

  /** @param provedBy what proves that a long range is empty: one request for all of it, or the bars of its days */
  constructor(private readonly provedBy: 'EMPTY' | 'DAYS') {}

  /** @param range what is left to ask for @param pageEnd end of the part of it that a page of bars holds */
  next(series: string, { from, to }: TimeRange, pageEnd: number): Look {
    const page: Look = { kind: 'PAGE', from, to: pageEnd };
    const crossing = this.crossings.get(series);
    if (!crossing || pageEnd === to || crossing.phase === 'PLAIN') return page;
    if (crossing.phase === 'FOUND')
      return crossing.from === from ? { kind: 'EMPTY', from, to: Math.min(to, crossing.to) } : page;
    if (crossing.from !== from && crossing.at !== from) return page;
    return { kind: 'DAYS', from: this.provedBy === 'EMPTY' ? crossing.at : from, to };
  }

  /** A page of bars came, or a range that was expected to be empty. */
  barsCame(series: string, { kind, to }: Look, isEmpty: boolean): void {
    const crossing = this.crossings.get(series);
    if (isEmpty && kind === 'EMPTY') return;
    if (crossing?.phase === 'PLAIN' && to < crossing.to) return;
    if (isEmpty) this.keep(series, { phase: 'SEARCHING', from: to, at: to });
    else this.crossings.delete(series);
  }

  /**
   * The bars of days came.
   * @param look with the end of the days that were asked for
   * @param first opening time of the first day; null if there is none
   * @returns the range without a bar, if this proves it; null if it is still to be proved, or if there is none
   */
  daysCame(series: string, look: TimeRange, first: number | null, end: number): TimeRange | null {
    const crossing = this.crossings.get(series);
    const from = this.provedBy === 'EMPTY' && crossing?.phase === 'SEARCHING' ? crossing.from : look.from;
    const to = Math.min(first ?? look.to, end);
    if (first !== null && first <= from) this.keep(series, { phase: 'PLAIN', to: first + INTERVAL_MS.ONE_DAY });
    else if (this.provedBy === 'DAYS') return this.crossed(series, { from, to });
    else if (first === null && to < end) this.keep(series, { phase: 'SEARCHING', from, at: to });
    else this.keep(series, { phase: 'FOUND', from, to });
    return null;
  }

  private crossed(series: string, range: TimeRange): TimeRange {
    this.keep(series, { phase: 'SEARCHING', from: range.from, at: range.to });
    return range;
  }

  private keep(series: string, crossing: Crossing): void {
    this.crossings.delete(series);
    this.crossings.set(series, crossing);
    const [oldest] = this.crossings.keys();
    if (this.crossings.size > MOST_SERIES) this.crossings.delete(oldest!);
  }
}
