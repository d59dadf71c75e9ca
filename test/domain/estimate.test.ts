import fc from 'fast-check';
import { INTERVAL_MS } from '../../src/domain/bar';
import { nextToAsk } from '../../src/domain/series/coverage';
import { estimatedWindow, collectionExtent, pagesOf } from '../../src/domain/series/estimate';
import { difference, setOf, type TimeRange, type TimeRanges } from '../../src/domain/series/time-range';

const MINUTE = INTERVAL_MS.ONE_MINUTE;
const MOST = 60;
const range: fc.Arbitrary<TimeRange> = fc
  .tuple(fc.nat(MOST), fc.nat(MOST))
  .map(([from, to]) => ({ from: from * MINUTE, to: to * MINUTE }));
const sets = fc.array(range, { maxLength: 8 }).map(setOf);
const windows = range.filter(({ from, to }) => from < to);

/** Pages as a worker asks for them, one by one, of a source that has every bar. */
function asked(window: TimeRange, answered: TimeRanges, barsPerPage: number): number {
  const pageMs = barsPerPage * MINUTE;
  let [pages, cursor, known] = [0, window.from, answered];
  for (;;) {
    const next = nextToAsk(window, cursor, known, pageMs);
    if (!next) return pages;
    pages++;
    cursor = Math.min(next.to, next.from + pageMs);
    known = setOf([...known, { from: next.from, to: cursor }]);
  }
}

test('as many pages are counted as a worker asks for, and the bars in them that are new', () => {
  fc.assert(
    fc.property(windows, sets, fc.integer({ min: 1, max: 9 }), (window, answered, barsPerPage) => {
      const missing = difference([window], answered).reduce((sum, { from, to }) => sum + to - from, 0) / MINUTE;
      const expected = { pages: asked(window, answered, barsPerPage), bars: missing };
      expect(pagesOf(window, answered, 'ONE_MINUTE', barsPerPage)).toEqual(expected);
    }),
    { numRuns: 2_000 },
  );
});

test('fifty years of minutes are counted without going through their pages', () => {
  const window = { from: 0, to: 26_280_000 * MINUTE };
  const answered = [{ from: MINUTE, to: 2 * MINUTE }];
  expect(pagesOf(window, answered, 'ONE_MINUTE', 500)).toEqual({ pages: 52_560, bars: 26_279_999 });
});

const from = new Date('2024-01-01T00:00:30Z');
const now = Date.parse('2024-01-01T12:00:30Z');
const windowTo = (to: string) => estimatedWindow(from, new Date(to), 'ONE_MINUTE', now);

test('a window is closed once the last bar that was asked for has closed', () => {
  const start = Date.parse('2024-01-01T00:01:00Z');
  const end = Date.parse('2024-01-01T12:00:00Z');
  expect(windowTo('2024-01-01T12:00:00Z')).toEqual({ from: start, to: end, isClosed: true });
  // The bar of 12:00 is still open.
  expect(windowTo('2024-01-01T12:00:00.001Z')).toEqual({ from: start, to: end, isClosed: false });
  expect(windowTo('2100-01-01T00:00:00Z')).toEqual({ from: start, to: end, isClosed: false });
  expect(windowTo('2024-01-01T00:00:40Z')).toEqual({ from: start, to: start, isClosed: true });
});

describe('the extent', () => {
  const closed = windowTo('2024-01-01T10:00:00Z');
  const open = windowTo('2024-01-01T13:00:00Z');
  const nothing = { symbols: 3, answered: [] };
  const all = { symbols: 2, answered: [{ from: closed.from, to: open.to }] };

  test('is exact where the source has every bar, and else twice the pages at most', () => {
    const extent = (hasEveryBar: boolean) =>
      collectionExtent(closed, [nothing, all], 'ONE_MINUTE', 500, () => hasEveryBar);
    // 599 minutes, three symbols.
    expect(extent(true)).toEqual({ requests: 6, bars: 1_797, isExact: true });
    expect(extent(false)).toEqual({ requests: 12, bars: 1_797, isExact: false });
  });

  test('of what is answered is exact for any source', () => {
    expect(collectionExtent(closed, [all], 'ONE_MINUTE', 500, () => false)).toEqual({
      requests: 0,
      bars: 0,
      isExact: true,
    });
  });

  test('is never exact while bars of the window are to close', () => {
    const extent = (alike: typeof all) => collectionExtent(open, [alike], 'ONE_MINUTE', 500, () => true);
    expect(extent(all)).toEqual({ requests: 0, bars: 0, isExact: false });
    expect(extent(nothing)).toMatchObject({ requests: 12, isExact: false });
  });
});
