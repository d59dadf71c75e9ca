import { INTERVAL_MS, type Bar } from '../../src/domain/bar';
import { SourceError } from '../../src/domain/source-failure';
import { checkPage } from '../../src/sources/page-check';

const hour = INTERVAL_MS.ONE_HOUR;
const asked = { request: 'GET h/p', interval: 'ONE_HOUR', from: 10 * hour, to: 20 * hour } as const;

function bar(time: number, prices: Partial<Bar> = {}): Bar {
  return { time, open: '10.0', high: '12', low: '9.5', close: '11', volume: '0', ...prices };
}

it('accepts an empty page, a full one, and one with gaps', () => {
  expect(checkPage([], asked, 99 * hour)).toEqual({ bars: [], reachedNow: false });
  const bars = [bar(10 * hour), bar(11 * hour), bar(19 * hour)];
  expect(checkPage(bars, asked, 99 * hour)).toEqual({ bars, reachedNow: false });
});

it('drops the bar that is still open; one that closes just now is closed', () => {
  const bars = [bar(10 * hour), bar(11 * hour)];
  expect(checkPage(bars, asked, 12 * hour)).toEqual({ bars, reachedNow: false });
  expect(checkPage(bars, asked, 12 * hour - 1)).toEqual({ bars: bars.slice(0, 1), reachedNow: true });
});

it.each([
  ['twice the same time', [bar(10 * hour), bar(10 * hour)], /bar 1 .* does not come after/],
  ['descending', [bar(12 * hour), bar(11 * hour)], /bar 1 .* does not come after/],
  ['off the grid', [bar(10 * hour + 1)], /not aligned/],
  ['before the page', [bar(9 * hour)], /outside/],
  ['at the end of the window', [bar(20 * hour)], /outside/],
  ['high below open', [bar(10 * hour, { open: '12.01' })], /high 12 below 12.01/],
  ['high below close', [bar(10 * hour, { close: '12.000000000000000001' })], /high 12 below/],
  ['low above open', [bar(10 * hour, { open: '9.4' })], /low 9.5 above 9.4/],
  ['low above close', [bar(10 * hour, { close: '9.49999999999999999' })], /low 9.5 above/],
  ['high below low', [bar(10 * hour, { low: '13' })], /low 13 above/],
])('refuses a page with a bar %s', (_what, bars, message) => {
  const check = () => checkPage(bars, asked, 99 * hour);
  expect(check).toThrow(SourceError);
  expect(check).toThrow(message);
});
