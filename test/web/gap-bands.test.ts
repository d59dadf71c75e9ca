import type { Gap } from '../../web/src/data/gaps';
import { bandAt, bandsOf, namedGaps, withWholeGaps, wordsOfGap, type Band } from '../../web/src/gaps/bands';
import { stretchesOf } from '../../web/src/gaps/band-stretches';
import type { ToldGap } from '../../web/src/gaps/told-gaps';

const gap = (from: number, to: number): Gap => ({ after: 0, from, to, missing: to - from });
const told = (from: number, to: number, reason: ToldGap['reason']): ToldGap => ({ from, to, bars: to - from, reason });
const short = (gaps: readonly { from: number; to: number; missing: number; reason: string | null }[]) =>
  gaps.map(({ from, to, missing, reason }) => [from, to, missing, reason]);

describe('the gaps between bars', () => {
  const gaps = [gap(10, 20), gap(30, 32), gap(40, 50)];

  test('have no reason until one is told', () => {
    expect(short(namedGaps(gaps, []))).toEqual([
      [10, 20, 10, null],
      [30, 32, 2, null],
      [40, 50, 10, null],
    ]);
    expect(wordsOfGap(namedGaps(gaps, [])[0]!)).toMatch(/^No bars 1 Jan, 00:00/);
  });

  test('have several reasons one after the other; what is told of other times is no band', () => {
    const reasons = [
      told(0, 8, 'BEFORE_LISTING'),
      told(10, 14, 'SOURCE_HAS_NONE'),
      told(14, 20, 'NOT_COLLECTED'),
      told(40, 50, 'QUARANTINED'),
      told(60, 61, 'NOT_COLLECTED'),
    ];
    expect(short(namedGaps(gaps, reasons))).toEqual([
      [10, 14, 4, 'SOURCE_HAS_NONE'],
      [14, 20, 6, 'NOT_COLLECTED'],
      [30, 32, 2, null],
      [40, 50, 10, 'QUARANTINED'],
    ]);
  });

  test('are asked for as a whole at the ends of a view', () => {
    expect(withWholeGaps({ from: 15, to: 31 }, gaps)).toEqual({ from: 10, to: 32 });
    expect(withWholeGaps({ from: 21, to: 29 }, gaps)).toEqual({ from: 21, to: 29 });
    expect(withWholeGaps({ from: 5, to: 60 }, gaps)).toEqual({ from: 5, to: 60 });
  });

  test('reach half a point to each side, and are found by a finger beside them', () => {
    const bands = bandsOf(namedGaps([gap(10, 20)], []), [0, 10, 20, 30]);
    expect(bands).toMatchObject([{ from: 0.5, to: 1.5 }]);
    expect(bandAt(bands, 1, 0)).toBe(bands[0]);
    expect(bandAt(bands, 2, 0.5)).toBe(bands[0]);
    expect(bandAt(bands, 2, 0.4)).toBeNull();
    expect(bandAt([], 2, 9)).toBeNull();
  });
});

describe('what is drawn of bands', () => {
  const band = (from: number, to: number, reason: ToldGap['reason'] = 'NOT_COLLECTED'): Band => ({
    gap: { from, to, missing: 1, reason },
    from,
    to,
  });
  const drawn = (bands: readonly Band[], step: number, start = 0) =>
    stretchesOf(bands, { start, step, width: 100 }).map(({ left, right, reason, band: one }) => {
      return [left, right, reason, one !== null];
    });

  test('is where they are, and only what is in sight', () => {
    const bands = [band(0, 5), band(10, 12, 'QUARANTINED'), band(14, 30), band(50, 60)];
    expect(drawn(bands, 5, -40)).toEqual([
      [10, 20, 'QUARANTINED', true],
      [30, 110, 'NOT_COLLECTED', true],
    ]);
  });

  test('of ten thousand thin ones is no more than there are pixels', () => {
    const bands = Array.from({ length: 10_000 }, (_, n) => band(2 * n, 2 * n + 1));
    const stretches = drawn(bands, 0.005);
    expect(stretches.length).toBeLessThanOrEqual(100);
    expect(stretches[0]![0]).toBe(0);
    expect(stretches.at(-1)![1]).toBeCloseTo(100, 0);
  });

  test('has one reason if all have it, and at least a pixel', () => {
    expect(drawn([band(0, 1), band(2, 3)], 0.1)).toEqual([[0, 1, 'NOT_COLLECTED', false]]);
    expect(drawn([band(0, 1), band(2, 3, 'QUARANTINED')], 0.1)).toEqual([[0, 1, null, false]]);
    expect(drawn([band(50, 51)], 0.1)).toEqual([[5, 6, 'NOT_COLLECTED', true]]);
    expect(drawn([band(0, 20), band(20, 21)], 0.1)).toEqual([
      [0, 2, 'NOT_COLLECTED', true],
      [2, 3, 'NOT_COLLECTED', true],
    ]);
  });
});
