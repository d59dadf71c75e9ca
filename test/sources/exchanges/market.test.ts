import { FilledMarket } from '../../support/exchanges/filled-market';
import { Market } from '../../support/exchanges/market';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Listed at half past two of the first day, without a trade from half past four to half past six; now it is ten. */
function market({ listedAt = 2.5 * HOUR, now = 10 * HOUR } = {}): Market {
  const listed = { symbol: 'S', base: 'S', quote: 'USD', status: 'TRADING', listedAt } as const;
  return new Market([{ ...listed, holes: [{ from: 4.5 * HOUR, to: 6.5 * HOUR }] }], () => now);
}

const hours = (bars: { time: number }[]) => bars.map(({ time }) => time / HOUR);

test('there is a bar for each hour with a trade, from the listing to the one that is running', () => {
  expect(hours(market().firstBars('S', HOUR, -Infinity, Infinity))).toEqual([2, 3, 4, 6, 7, 8, 9, 10]);
  expect(hours(market().lastBars('S', HOUR, -Infinity, Infinity))).toEqual([2, 3, 4, 6, 7, 8, 9, 10]);
});

test('a window is half-open, and its limit counts from the side that is asked for', () => {
  expect(hours(market().firstBars('S', HOUR, 3 * HOUR, 8 * HOUR, 3))).toEqual([3, 4, 6]);
  expect(hours(market().lastBars('S', HOUR, 3 * HOUR, 8 * HOUR, 3))).toEqual([4, 6, 7]);
  expect(hours(market().lastBars('S', HOUR, 3.5 * HOUR, 7.5 * HOUR))).toEqual([4, 6, 7]);
});

test('no bar tells of trades that are still to come', () => {
  expect(market({ listedAt: 11 * HOUR }).firstBars('S', DAY, -Infinity, Infinity)).toEqual([]);
  expect(hours(market({ now: 6.25 * HOUR }).lastBars('S', HOUR, -Infinity, Infinity))).toEqual([2, 3, 4]);
});

test('a filled market has a bar for every hour since the listing, and its limit counts them', () => {
  const filled = new FilledMarket(market());
  expect(hours(filled.firstBars('S', HOUR, -Infinity, Infinity, 5))).toEqual([2, 3, 4, 5, 6]);
  expect(hours(filled.lastBars('S', HOUR, -Infinity, Infinity, 6))).toEqual([5, 6, 7, 8, 9, 10]);
  expect(filled.lastBars('S', HOUR, 5 * HOUR, 6 * HOUR)[0]).toMatchObject({ volume: '0.00000000', trades: 0 });
});
