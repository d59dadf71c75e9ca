import type { Page } from '../../src/application/ports/data-source';
import { INTERVAL_MS } from '../../src/domain/bar';
import { setOf, type TimeRanges } from '../../src/domain/series/time-range';
import { SourceError } from '../../src/domain/source-failure';
import { barAt, type HeldCall } from '../support/held-source';

const HOUR = INTERVAL_MS.ONE_HOUR;
const START = Date.UTC(2024, 0);
/** Rows on a page. */
const ROWS = 3;

/** What the source has at an hour. REACH: it does not serve times as old as this. */
export type Fate = 'BAR' | 'NONE' | 'FLAW' | 'REACH';
/** How a request is answered. SHORT: with one row. EMPTY: without any, by mistake; once for each range, as two
 * jobs may ask in turn. */
export type Mood = 'FULL' | 'SHORT' | 'EMPTY' | 'ERROR';

export const at = (hour: number): number => START + hour * HOUR;
export const hourOf = (time: number): number => (time - START) / HOUR;

/** A source with given bars, which answers in given moods, one after the other, over and over. */
export class MoodyMarket {
  private asked = 0;
  /** Ranges of symbols that were answered by mistake once. */
  private readonly mistaken = new Set<string>();

  /**
   * @param fates by hour, from the start of 2024; the same for all symbols
   * @param moods at least one of them FULL or SHORT
   */
  constructor(
    private readonly fates: readonly Fate[],
    private readonly moods: readonly Mood[],
  ) {}

  get requests(): number {
    return this.asked;
  }

  answer(call: HeldCall): void {
    const mood = this.moods[this.asked++ % this.moods.length]!;
    if (mood === 'ERROR') return call.fail(new SourceError('TIMEOUT', 'in a bad mood'));
    const asked = `${call.symbol} ${call.request.from} ${call.request.to}`;
    const isMistake = mood === 'EMPTY' && !this.mistaken.has(asked);
    if (isMistake) this.mistaken.add(asked);
    call.answerWith(isMistake ? pageOf(call, call.request.to) : this.page(call, mood === 'SHORT' ? 1 : ROWS));
  }

  /** Times of a range of hours with one of these fates. */
  times(from: number, to: number, fates: readonly Fate[]): TimeRanges {
    const hours = this.fates.slice(from, to).flatMap((fate, n) => (fates.includes(fate) ? [from + n] : []));
    return setOf(hours.map((hour) => ({ from: at(hour), to: at(hour + 1) })));
  }

  private page(call: HeldCall, rows: number): Page {
    const [from, to] = [hourOf(call.request.from), hourOf(call.request.to)];
    const fate = (hour: number) => this.fates[hour]!;
    let begin = from;
    while (begin < to && fate(begin) === 'REACH') begin++;
    let [end, count] = [begin, 0];
    while (end < to && count < rows) count += fate(end++) === 'NONE' ? 0 : 1;
    const hours = Array.from({ length: end - begin }, (_, n) => begin + n);
    return {
      ...pageOf(call, at(end)),
      bars: hours.filter((hour) => fate(hour) === 'BAR').map((hour) => barAt(at(hour), `${hour + 1}`)),
      quarantined: hours
        .filter((hour) => fate(hour) === 'FLAW')
        .map((hour) => ({ time: at(hour), row: `[${hour}]`, flaw: 'is no bar' })),
      answered: { from: at(begin), to: at(end) },
      outOfReach: begin > from ? { from: at(from), to: at(begin) } : null,
    };
  }
}

function pageOf({ request }: HeldCall, end: number): Page {
  return {
    ...{ bars: [], quarantined: [], answered: { from: request.from, to: end }, outOfReach: null },
    ...{ next: end < request.to ? end : null, asOf: Date.now() },
  };
}
