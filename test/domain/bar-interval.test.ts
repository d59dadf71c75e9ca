import fc from 'fast-check';
import {
  alignedDown,
  alignedUp,
  BAR_INTERVALS,
  barsBetween,
  INTERVAL_MS,
  intervalsWithin,
  openingAfter,
} from '../../src/domain/bar';

const interval = fc.constantFrom(...BAR_INTERVALS);
const time = fc.integer({ min: Date.UTC(1970, 0), max: Date.UTC(2200, 0) });

test('every time lies in exactly one bar of each interval', () => {
  fc.assert(
    fc.property(interval, time, (each, at) => {
      const opening = alignedDown(at, each);
      expect(opening).toBeLessThanOrEqual(at);
      expect(openingAfter(opening, each)).toBeGreaterThan(at);
      expect(alignedDown(opening, each)).toBe(opening);
      expect(alignedUp(at, each)).toBe(at === opening ? at : openingAfter(opening, each));
      expect(openingAfter(openingAfter(opening, each), each, -1)).toBe(opening);
    }),
  );
});

test('bars are counted as they are stepped through', () => {
  fc.assert(
    fc.property(interval, time, fc.integer({ min: 0, max: 500 }), (each, at, bars) => {
      const from = alignedDown(at, each);
      const to = openingAfter(from, each, bars);
      expect(barsBetween(from, to, each)).toBe(bars);
      expect(to - from).toBeGreaterThanOrEqual(bars * INTERVAL_MS[each]);
    }),
  );
});

test('days begin at midnight, weeks on Monday, months on their first day, all in UTC', () => {
  const at = Date.UTC(2024, 1, 29, 13, 14, 15);
  expect(new Date(alignedDown(at, 'ONE_DAY')).toISOString()).toBe('2024-02-29T00:00:00.000Z');
  expect(new Date(alignedDown(at, 'ONE_WEEK')).toISOString()).toBe('2024-02-26T00:00:00.000Z');
  expect(new Date(alignedDown(at, 'ONE_MONTH')).toISOString()).toBe('2024-02-01T00:00:00.000Z');
  expect(new Date(openingAfter(Date.UTC(2024, 0), 'ONE_MONTH', 13)).toISOString()).toBe('2025-02-01T00:00:00.000Z');
});

test('bars of finer intervals make whole bars of a coarser one', () => {
  fc.assert(
    fc.property(interval, time, (each, at) => {
      const [from, to] = [alignedDown(at, each), openingAfter(alignedDown(at, each), each)];
      for (const finer of intervalsWithin(each)) {
        expect([alignedDown(from, finer), alignedDown(to, finer)]).toEqual([from, to]);
        expect(Number.isInteger(barsBetween(from, to, finer))).toBe(true);
      }
    }),
  );
  expect(intervalsWithin('ONE_WEEK').slice(0, 2)).toEqual(['ONE_WEEK', 'ONE_DAY']);
  expect(intervalsWithin('ONE_MONTH').slice(0, 2)).toEqual(['ONE_MONTH', 'ONE_DAY']);
  expect(intervalsWithin('ONE_HOUR')).not.toContain('TWO_HOURS');
});
