import { alignedDown, alignedUp, INTERVAL_MS, type Bar, type BarInterval } from '../../../domain/bar';
import { toDecimal } from './decimals';
import { fold, upper16 } from './hash';
import { PRICE_PLACES, PricePath } from './price-path';

const MINUTE_MS = 60_000;
const VOLUME_PLACES = 3;

/** Prices sampled between a bar's open and close for its range; a fixed number, so that a bar takes O(1). */
const INNER_LOOKS = 4;

/**
 * Returns the bar of the simulated exchange that contains `time`. Deterministic on every platform, and independent of
 * other bars being computed. The open equals the close of the preceding bar.
 * @param seed a safe integer that selects the market
 * @param time milliseconds since the Unix epoch, of any year
 */
export function barAt(seed: number, symbol: string, interval: BarInterval, time: number): Bar {
  return barOf(new PricePath(seed, symbol), interval, alignedDown(time, interval));
}

/** Returns all bars that open at `from` or later and before `to` (milliseconds since the Unix epoch), ascending. */
export function barsBetween(seed: number, symbol: string, interval: BarInterval, from: number, to: number): Bar[] {
  const path = new PricePath(seed, symbol);
  const bars: Bar[] = [];
  for (let time = alignedUp(from, interval); time < to; time += INTERVAL_MS[interval]) {
    bars.push(barOf(path, interval, time));
  }
  return bars;
}

function barOf(path: PricePath, interval: BarInterval, time: number): Bar {
  const minutes = INTERVAL_MS[interval] / MINUTE_MS;
  const minute = time / MINUTE_MS;
  const prices = pricesWithin(path, minute, minutes);
  const barHash = fold(fold(path.hash, minutes), minute);
  const { high, low } = rangeOf(prices, barHash);
  const volume = volumeOf(barHash, minutes);
  const takers = Math.floor((volume * upper16(fold(barHash, 4))) / 2 ** 16);
  const average = Math.floor((prices[0]! + prices.at(-1)!) / 2);
  return {
    time,
    open: toDecimal(prices[0]!, PRICE_PLACES),
    high: toDecimal(high, PRICE_PLACES),
    low: toDecimal(low, PRICE_PLACES),
    close: toDecimal(prices.at(-1)!, PRICE_PLACES),
    volume: toDecimal(volume, VOLUME_PLACES),
    // Exact: at most 65.535 × 1440 units of volume, at a price of less than 1,000.
    quoteVolume: toDecimal(average * volume, PRICE_PLACES + VOLUME_PLACES),
    trades: Math.ceil(volume / 500),
    takerVolume: toDecimal(takers, VOLUME_PLACES),
  };
}

/** Returns the sampled prices from the open to the close, in ticks. */
function pricesWithin(path: PricePath, minute: number, minutes: number): number[] {
  const prices = [path.at(minute)];
  for (let look = 1; look <= INNER_LOOKS && minutes > 1; look++) {
    prices.push(path.at(minute + Math.floor((minutes * look) / (INNER_LOOKS + 1))));
  }
  prices.push(path.at(minute + minutes));
  return prices;
}

/** Returns the range of the prices, extended by up to about half of it on either side; the low is at least one tick. */
function rangeOf(prices: readonly number[], barHash: number): { high: number; low: number } {
  const highest = Math.max(...prices);
  const lowest = Math.min(...prices);
  const reach = highest - lowest + Math.floor(lowest / 4096);
  const above = Math.floor((reach * upper16(fold(barHash, 1))) / 2 ** 17);
  const below = Math.floor((reach * upper16(fold(barHash, 2))) / 2 ** 17);
  return { high: highest + above, low: Math.max(lowest - below, 1) };
}

/**
 * Returns the volume in units of 10^-VOLUME_PLACES. A minute has a volume of up to 65.535, 33 on average, and sometimes
 * 0. A longer bar varies less per minute.
 */
function volumeOf(barHash: number, minutes: number): number {
  const drawn = upper16(fold(barHash, 3));
  if (minutes === 1) return drawn < 2 ** 10 ? 0 : drawn;
  return Math.floor(((2 ** 15 + drawn) * minutes) / 2);
}
