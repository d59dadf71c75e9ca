/** The interval that one bar spans, with the names of the API. */
export const BAR_INTERVALS = ['ONE_MINUTE', 'FIVE_MINUTES', 'FIFTEEN_MINUTES', 'ONE_HOUR', 'ONE_DAY'] as const;
export type BarInterval = (typeof BAR_INTERVALS)[number];

/** Length of each interval in milliseconds. Bars open at whole multiples of it since the Unix epoch (UTC). */
export const INTERVAL_MS: Readonly<Record<BarInterval, number>> = {
  ONE_MINUTE: 60_000,
  FIVE_MINUTES: 5 * 60_000,
  FIFTEEN_MINUTES: 15 * 60_000,
  ONE_HOUR: 60 * 60_000,
  ONE_DAY: 24 * 60 * 60_000,
};

/** Returns the intervals whose bars make whole bars of `interval`, itself first, then the finer ones down to the finest. */
export function intervalsWithin(interval: BarInterval): readonly BarInterval[] {
  return BAR_INTERVALS.filter((finer) => INTERVAL_MS[interval] % INTERVAL_MS[finer] === 0).reverse();
}

/** Returns the first opening time of a bar at or after `time`, in milliseconds since the Unix epoch. */
export function alignedUp(time: number, interval: BarInterval): number {
  // Just before 1970 Math.ceil returns -0, which some comparisons distinguish from 0; adding 0 normalises it.
  return Math.ceil(time / INTERVAL_MS[interval]) * INTERVAL_MS[interval] + 0;
}

/** Returns the last opening time of a bar at or before `time`, in milliseconds since the Unix epoch. */
export function alignedDown(time: number, interval: BarInterval): number {
  return Math.floor(time / INTERVAL_MS[interval]) * INTERVAL_MS[interval];
}

/** One OHLCV row. Prices and volume are exact decimals, with the digits that the source sent. */
export interface Bar {
  /** Open time, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  /** In units of the instrument (its base currency). */
  readonly volume: string;
  /** Volume in the currency of the price; null if the source does not tell. */
  readonly quoteVolume: string | null;
  /** Number of trades; null if the source does not tell. */
  readonly trades: number | null;
  /** Part of `volume` that takers bought; null if the source does not tell. */
  readonly takerVolume: string | null;
}
