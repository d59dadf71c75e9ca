import { alignedUp, type Bar } from '../../../domain/bar';
import type { BarsQuery } from '../bars-query';
import { barOfRow, rowOf, type BarsBody, type Row } from '../simx-api';
import { barsPage } from './bars-page';
import { flawAt, hasBar, OFF_GRID_MS, type Flaw, type Quirk } from './quirk';
import { otherValues, revised } from './revision';

/**
 * Returns one page of a symbol with a quirk: `barsPage` with other rows. It spans as much time as a page of the perfect
 * market, unless rows that are sent twice exceed the page size: then it ends before the bar that does not fit. `emptyFirst`
 * is not applied, because it depends on earlier requests (see Quirks).
 */
export function quirkyPage(seed: number, query: BarsQuery, pageSize: number, now: number, quirk: Quirk): BarsBody {
  const historyFrom = historyFromOf(quirk, query, now);
  const reached = { ...query, from: historyFrom ?? query.from };
  const page = barsPage(seed, reached, pageSize, now - (quirk.lateMs ?? 0));
  const rows: Row[] = [];
  for (const row of page.bars) {
    const sent = rowsOf(barOfRow(row), quirk, now).filter(([time]) => time < query.to);
    // Where a page has room for one row only, two of the same time are sent nevertheless: no page can start between them.
    const isFull = rows.length > 0 && rows.length + sent.length > Math.min(query.limit ?? pageSize, pageSize);
    if (isFull) return { ...page, bars: rows, nextFrom: row[0], historyFrom };
    rows.push(...sent);
  }
  return { ...page, bars: rows, historyFrom };
}

/** Returns from when on the history is served; null if the query asks for nothing older. */
function historyFromOf({ reachMs }: Quirk, { interval, from }: BarsQuery, now: number): number | null {
  const start = alignedUp(now - (reachMs ?? Infinity), interval);
  return start > alignedUp(from, interval) ? start : null;
}

/** Returns the rows that are sent of a bar of the perfect market: none, one or two. */
function rowsOf(bar: Bar, quirk: Quirk, now: number): Row[] {
  if (!hasBar(quirk, bar.time)) return [];
  const flaw = flawAt(quirk, bar.time);
  const current = revised(bar, quirk, now);
  return (flaw ? FLAWED[flaw](current) : [current]).map(rowOf);
}

const FLAWED: Readonly<Record<Flaw, (bar: Bar) => readonly Bar[]>> = {
  OFF_GRID: (bar) => [{ ...bar, time: bar.time + OFF_GRID_MS }],
  // Not high and low exchanged: they may be equal. Every low is at least one tick.
  BROKEN_RANGE: (bar) => [{ ...bar, high: '0.0000' }],
  TWICE: (bar) => [bar, otherValues(bar)],
};
