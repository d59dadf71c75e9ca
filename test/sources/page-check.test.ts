import { INTERVAL_MS, type Bar } from '../../src/domain/bar';
import { SourceError } from '../../src/domain/source-failure';
import { checkPage } from '../../src/sources/page-check';

const hour = INTERVAL_MS.ONE_HOUR;
const asked = { request: 'GET h/p', interval: 'ONE_HOUR', from: 10 * hour, to: 20 * hour } as const;

const UNKNOWN = { quoteVolume: null, trades: null, takerVolume: null };

function bar(time: number, prices: Partial<Bar> = {}): Bar {
  return { time, open: '10.0', high: '12', low: '9.5', close: '11', volume: '0', ...UNKNOWN, ...prices };
}

const check = (bars: readonly Bar[], now = 99 * hour) =>
  checkPage(
    bars,
    bars.map(({ time, open }) => [time, open]),
    asked,
    now,
  );

it('accepts an empty page, a full one, one with gaps, and a row that comes twice', () => {
  expect(check([])).toEqual({ bars: [], quarantined: [], reachedNow: false });
  const bars = [bar(10 * hour), bar(11 * hour), bar(19 * hour)];
  expect(check(bars)).toEqual({ bars, quarantined: [], reachedNow: false });
  expect(check([bars[0]!, ...bars])).toEqual({ bars, quarantined: [], reachedNow: false });
});

it('drops the bar that is still open; one that closes just now is closed', () => {
  const bars = [bar(10 * hour), bar(11 * hour)];
  expect(check(bars, 12 * hour)).toMatchObject({ bars, reachedNow: false });
  expect(check(bars, 12 * hour - 1)).toMatchObject({ bars: bars.slice(0, 1), reachedNow: true });
  expect(check([bar(11 * hour, { open: '99' })], 12 * hour - 1)).toMatchObject({ quarantined: [], reachedNow: true });
});

it.each([
  ['descending', [bar(12 * hour), bar(11 * hour)], /bar 1 .* comes after/],
  ['before the page', [bar(9 * hour)], /outside/],
  ['at the end of the window', [bar(20 * hour)], /outside/],
])('refuses a page with a bar %s, for it answers another question', (_what, bars, message) => {
  expect(() => check(bars)).toThrow(SourceError);
  expect(() => check(bars)).toThrow(message);
});

it.each([
  ['off the grid', bar(11 * hour + 1), /not aligned/],
  ['high below open', bar(11 * hour, { open: '12.01' }), /high 12 below 12.01/],
  ['high below close', bar(11 * hour, { close: '12.000000000000000001' }), /high 12 below/],
  ['low above open', bar(11 * hour, { open: '9.4' }), /low 9.5 above 9.4/],
  ['low above close', bar(11 * hour, { close: '9.49999999999999999' }), /low 9.5 above/],
  ['high below low', bar(11 * hour, { low: '13' }), /low 13 above/],
])('quarantines a row %s, as it was sent, and keeps the rest of the page', (_what, bad, flaw) => {
  const [before, after] = [bar(10 * hour), bar(12 * hour)];
  const { bars, quarantined } = check([before, bad, after]);
  expect(bars).toEqual([before, after]);
  const row = JSON.stringify([bad.time, bad.open]);
  expect(quarantined).toEqual([{ time: 11 * hour, row, flaw: expect.stringMatching(flaw) }]);
});

it('quarantines a bar that comes twice with different values, also if one of them comes again', () => {
  const [one, other] = [bar(11 * hour), bar(11 * hour, { open: '10.5' })];
  const { bars, quarantined } = check([one, other, other, bar(12 * hour)]);
  expect(bars).toEqual([bar(12 * hour)]);
  const row = JSON.stringify([
    [11 * hour, '10.0'],
    [11 * hour, '10.5'],
  ]);
  expect(quarantined).toEqual([{ time: 11 * hour, row, flaw: expect.stringContaining('twice') }]);
});

it('a row off the grid does not harm the bar of its interval', () => {
  const { bars, quarantined } = check([bar(11 * hour), bar(11 * hour + 5), bar(12 * hour)]);
  expect(bars).toEqual([bar(11 * hour), bar(12 * hour)]);
  expect(quarantined).toMatchObject([{ time: 11 * hour }]);
});
