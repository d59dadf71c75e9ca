import { barPoints } from '../../web/src/data/bar-points';
import type { Bar } from '../../web/src/data/bar-series';
import { gapsIn, nameOfGap } from '../../web/src/data/gaps';
import { placeOf, timeAt } from '../../web/src/ui/time-positions';

const START = Date.UTC(2024, 0, 3) / 1_000;
const HOUR = 3_600;

function bar(time: number): Bar {
  const [open, high, low, close] = ['1', '3', '0.5', '2'];
  return { time: new Date(time * 1_000).toISOString(), open, high, low, close, volume: '10' } as Bar;
}

const hours = (...numbers: number[]) => numbers.map((hour) => bar(START + hour * HOUR));
const points = (bars: readonly Bar[], interval: 'ONE_HOUR' | 'ONE_MINUTE') => barPoints(bars, gapsIn(bars, interval));

test('bars without a gap are points and nothing else', () => {
  const { times, candles } = points(hours(0, 1, 2), 'ONE_HOUR');
  expect(times).toEqual([START, START + HOUR, START + 2 * HOUR]);
  expect(candles[1]).toEqual({ time: START + HOUR, open: 1, high: 3, low: 0.5, close: 2 });
});

test('each missing bar of a short gap has its blank point', () => {
  const { candles, volumes } = points(hours(0, 3, 4), 'ONE_HOUR');
  expect(candles.map((point) => [(point.time - START) / HOUR, 'open' in point])).toEqual([
    [0, true],
    [1, false],
    [2, false],
    [3, true],
    [4, true],
  ]);
  expect(volumes).toHaveLength(3);
});

test('a gap of a year at one minute costs a few points, ascending', () => {
  const bars = [0, 1, 525_600, 525_601].map((minute) => bar(START + minute * 60));
  const { times } = points(bars, 'ONE_MINUTE');
  expect(times.length).toBeLessThan(30);
  expect([...new Set(times)].sort((a, b) => a - b)).toEqual(times);
});

test('a gap tells how many bars are missing, and how long it is', () => {
  const [gap] = gapsIn(hours(0, 54), 'ONE_HOUR');
  expect(gap).toMatchObject({ after: 0, missing: 53 });
  expect(nameOfGap(gap!)).toBe('No bars 3 Jan, 01:00 – 5 Jan, 06:00 (2 d 5 h)');
});

test.each([
  ['on a point', 2, 40],
  ['between two', 1.5, 30],
  ['where they lie closer', 0.5, 15],
  ['before the first', -2, -10],
  ['behind the last', 5, 100],
])('a place and its time belong together %s', (_where, place, time) => {
  const times = [10, 20, 40, 60];
  expect(timeAt(times, place)).toBeCloseTo(time);
  expect(placeOf(times, time)).toBeCloseTo(place);
});
