import { SIMX_INTERVALS } from '../../../src/sources/simx/simx-api';
import fc from 'fast-check';
import { INTERVAL_MS, type Bar, type BarInterval } from '../../../src/domain/bar';
import { compareDecimals, DECIMAL } from '../../../src/sources/decimal';
import { checkPage } from '../../../src/sources/page-check';
import { barAt, barsBetween } from '../../../src/sources/simx/market/prices';
import { SIMX_SYMBOLS } from '../../../src/sources/simx/market/simx-symbols';

const SIMX = Object.keys(SIMX_INTERVALS) as BarInterval[];

const seed = fc.maxSafeInteger();
const symbol = fc.oneof(fc.constantFrom(...SIMX_SYMBOLS), fc.string());
const interval = fc.constantFrom(...SIMX);
/** Every time that a Date can hold, minus the longest window below. */
const time = fc.integer({ min: -8.6e15, max: 8.6e15 });
const count = fc.integer({ min: 0, max: 40 });

it('gives the same bars for the same question, whatever part of them is asked for, in whatever order', () => {
  fc.assert(
    fc.property(seed, symbol, interval, time, count, count, (seed, symbol, interval, from, a, b) => {
      const span = INTERVAL_MS[interval];
      const all = barsBetween(seed, symbol, interval, from, from + (a + b) * span);
      const late = barsBetween(seed, symbol, interval, from + a * span, from + (a + b) * span);
      const early = barsBetween(seed, symbol, interval, from, from + a * span);
      expect([...early, ...late]).toEqual(all);
      for (const bar of all.toReversed()) expect(barAt(seed, symbol, interval, bar.time)).toEqual(bar);
    }),
  );
});

it('knows one time 0, from whichever side it is reached', () => {
  expect(barsBetween(1, 'SIM-001', 'ONE_DAY', -1, 1).map((bar) => bar.time)).toEqual([0]);
});

it('opens each bar at the close of the bar before', () => {
  fc.assert(
    fc.property(seed, symbol, interval, time, (seed, symbol, interval, time) => {
      const before = barAt(seed, symbol, interval, time);
      expect(barAt(seed, symbol, interval, time + INTERVAL_MS[interval]).open).toBe(before.close);
    }),
  );
});

it('gives sane bars: plain decimals, above zero, a range that holds open and close', () => {
  fc.assert(
    fc.property(seed, symbol, interval, time, (seed, symbol, interval, time) => {
      const bar = barAt(seed, symbol, interval, time);
      for (const price of [bar.open, bar.high, bar.low, bar.close]) {
        expect(price).toMatch(/^(0|[1-9]\d*)\.\d{4}$/);
        expect(compareDecimals(price, '0')).toBeGreaterThan(0);
      }
      expect(bar.volume).toMatch(DECIMAL);
      const window = { request: '', interval, from: bar.time, to: bar.time + 1 };
      expect(compareDecimals(bar.volume, bar.takerVolume!)).toBeGreaterThanOrEqual(0);
      expect(bar.quoteVolume).toMatch(DECIMAL);
      expect(checkPage([bar], [], window, Infinity)).toMatchObject({ bars: [bar], quarantined: [] });
      expect(bar.time <= time && time < bar.time + INTERVAL_MS[interval]).toBe(true);
    }),
    { numRuns: 1_000 },
  );
});

it('agrees across intervals on what the price was', () => {
  fc.assert(
    fc.property(seed, symbol, time, (seed, symbol, time) => {
      const day = barAt(seed, symbol, 'ONE_DAY', time);
      expect(barAt(seed, symbol, 'ONE_MINUTE', day.time).open).toBe(day.open);
      expect(barAt(seed, symbol, 'ONE_HOUR', day.time + INTERVAL_MS.ONE_DAY - 1).close).toBe(day.close);
    }),
  );
});

it('gives every listed symbol, and every seed, a market of its own', () => {
  const at = Date.UTC(2024, 0, 1);
  const paths = SIMX_SYMBOLS.map((symbol) => JSON.stringify(barsBetween(1, symbol, 'ONE_DAY', at, at + 9e8)));
  expect(new Set(paths).size).toBe(120);
  const seeds = [0, 1, 2, -1, 2 ** 32, 2 ** 40].map((seed) => barAt(seed, 'SIM-001', 'ONE_DAY', at).open);
  expect(new Set(seeds).size).toBe(6);
});

it('wanders as a market does: a year goes far, a minute does not', () => {
  const prices = barsBetween(1, 'SIM-001', 'ONE_DAY', Date.UTC(2023, 0), Date.UTC(2024, 0)).map((bar) => +bar.close);
  expect(Math.max(...prices) / Math.min(...prices)).toBeGreaterThan(1.15);
  const minutes = barsBetween(1, 'SIM-001', 'ONE_MINUTE', Date.UTC(2023, 0), Date.UTC(2023, 0) + 60_000_000);
  for (const { open, close } of minutes) expect(Math.abs(+close / +open - 1)).toBeLessThan(0.005);
});

/** Bars must be the same at any time and on any machine. */
it.each<[number, string, BarInterval, Partial<Bar> & Pick<Bar, 'time'>]>([
  [1, 'SIM-001', 'ONE_MINUTE', golden(1704067200000, '202.0671', '202.1726', '201.7932', '201.8884', '1.101')],
  [42, 'SIM-120', 'ONE_DAY', golden(-14256000000, '63.2549', '63.8280', '62.3960', '63.6225', '62139.600')],
  [-7, 'SIM-050', 'FIFTEEN_MINUTES', golden(4102444800000, '67.1373', '67.3244', '67.0583', '67.2521', '602.160')],
])('seed %i, %s, %s is what it always was', (seed, symbol, interval, bar) => {
  expect(barAt(seed, symbol, interval, bar.time)).toMatchObject(bar);
});

function golden(time: number, open: string, high: string, low: string, close: string, volume: string) {
  return { time, open, high, low, close, volume };
}
