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

/** One OHLCV row. Prices and volume are exact decimals, with the digits that the source sent. */
export interface Bar {
  /** Open time, in milliseconds since the Unix epoch. */
  readonly time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
}
