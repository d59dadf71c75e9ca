import fc from 'fast-check';
import { INTERVAL_MS } from '../../src/domain/bar';
import { nextToAsk, provedPart, windowAt } from '../../src/domain/series/coverage';
import { clipped, difference, setOf, union, type TimeRange, type TimeRanges } from '../../src/domain/series/time-range';

/** Sets of times against sets of numbers. */
const MOST = 40;
const range: fc.Arbitrary<TimeRange> = fc.tuple(fc.nat(MOST), fc.nat(MOST)).map(([from, to]) => ({ from, to }));
const ranges = fc.array(range, { maxLength: 8 });

const numbersIn = (set: readonly TimeRange[]) =>
  Array.from({ length: MOST }, (_, n) => n).filter((n) => set.some(({ from, to }) => from <= n && n < to));

function expectSet(set: TimeRanges, numbers: readonly number[]): void {
  expect(numbersIn(set)).toEqual(numbers);
  for (const [index, { from, to }] of set.entries()) {
    expect(from).toBeLessThan(to);
    // Ranges that touch would be one.
    if (index > 0) expect(from).toBeGreaterThan(set[index - 1]!.to);
  }
}

test('sets of times are what they say, in order, and their ranges do not touch', () => {
  fc.assert(
    fc.property(ranges, ranges, range, (some, others, window) => {
      const [a, b] = [setOf(some), setOf(others)];
      expectSet(a, numbersIn(some));
      expectSet(union(a, b), numbersIn([...some, ...others]));
      expectSet(
        difference(a, b),
        numbersIn(some).filter((n) => !numbersIn(others).includes(n)),
      );
      expectSet(
        clipped(a, window),
        numbersIn(some).filter((n) => numbersIn([window]).includes(n)),
      );
    }),
    { numRuns: 1_000 },
  );
});

test('what is asked for next begins with the first time that is missing, and ends with one; no gap in it is a page long', () => {
  fc.assert(
    fc.property(range, fc.nat(MOST), ranges, fc.integer({ min: 1, max: 6 }), (window, cursor, some, page) => {
      const answered = setOf(some);
      const missing = numbersIn([window]).filter((n) => n >= cursor && !numbersIn(answered).includes(n));
      const asked = nextToAsk(window, cursor, answered, page);
      if (missing.length === 0) return expect(asked).toBeNull();
      expect(asked!.from).toBe(missing[0]);
      expect(missing).toContain(asked!.to - 1);
      const inside = missing.filter((n) => n < asked!.to);
      for (const [index, n] of inside.entries()) if (index > 0) expect(n - inside[index - 1]! - 1).toBeLessThan(page);
      const next = missing.find((n) => n >= asked!.to);
      if (next !== undefined) expect(next - asked!.to).toBeGreaterThanOrEqual(page);
    }),
    { numRuns: 1_000 },
  );
});

const MINUTE = INTERVAL_MS.ONE_MINUTE;
const HOUR = INTERVAL_MS.ONE_HOUR;

test.each([
  // The bars that have closed, up to where the source may still publish late: 15 minutes, or three bars.
  ['ONE_MINUTE', null, 100, 85],
  ['ONE_MINUTE', 90, 100, 91],
  ['ONE_MINUTE', 99, 100, 100],
  ['ONE_MINUTE', 20, 100, 85],
  ['FIVE_MINUTES', null, 100, 85],
  ['ONE_HOUR', null, 600, 420],
  ['ONE_HOUR', 540, 600, 600],
  ['ONE_HOUR', 540, 659, 600],
] as const)(
  'an answer of %s with its last bar at minute %s proves at minute %i up to %i',
  (interval, last, now, proved) => {
    const lastBar = last === null ? null : last * MINUTE;
    const answered = { from: 0, to: 1_000 * HOUR };
    expect(provedPart(answered, lastBar, interval, now * MINUTE)).toEqual([{ from: 0, to: proved * MINUTE }]);
  },
);

test('an answer that ends before proves no more than it is', () => {
  expect(provedPart({ from: HOUR, to: 3 * HOUR }, null, 'ONE_HOUR', 99 * HOUR)).toEqual([{ from: HOUR, to: 3 * HOUR }]);
  expect(provedPart({ from: HOUR, to: HOUR }, null, 'ONE_HOUR', 99 * HOUR)).toEqual([]);
});

test('a window is whole intervals, up to the last bar that has closed; of one that has not begun, nothing is asked', () => {
  const now = 10 * HOUR + 20 * MINUTE;
  expect(windowAt(HOUR + 1, 99 * HOUR, 'ONE_HOUR', now)).toEqual({
    from: 2 * HOUR,
    to: 10 * HOUR,
    settledTo: 7 * HOUR,
  });
  expect(windowAt(HOUR, 3 * HOUR + 1, 'ONE_HOUR', now)).toEqual({ from: HOUR, to: 4 * HOUR, settledTo: 4 * HOUR });
  expect(windowAt(20 * HOUR, 30 * HOUR, 'ONE_HOUR', now)).toEqual({
    from: 20 * HOUR,
    to: 20 * HOUR,
    settledTo: 20 * HOUR,
  });
});
