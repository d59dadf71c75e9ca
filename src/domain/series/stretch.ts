import { INTERVAL_MS, type BarInterval } from '../bar';

/** Bars are counted per stretch of so many intervals, so that what is complete need not be read to find what is missing. */
export const STRETCH_BARS = 1_000;

/**
 * Returns the number of the stretch in which a bar opens. Stretches are counted from the Unix epoch. One of months has room
 * for fewer bars, so that it is never taken for complete.
 */
export function stretchAt(time: number, interval: BarInterval): number {
  return Math.floor(time / (STRETCH_BARS * INTERVAL_MS[interval]));
}
