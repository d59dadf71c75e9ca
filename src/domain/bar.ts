/** The interval that one bar spans, with the names of the API. */
export const BAR_INTERVALS = [
  ...(['ONE_MINUTE', 'THREE_MINUTES', 'FIVE_MINUTES', 'FIFTEEN_MINUTES', 'THIRTY_MINUTES'] as const),
  ...(['ONE_HOUR', 'TWO_HOURS', 'FOUR_HOURS', 'SIX_HOURS', 'EIGHT_HOURS', 'TWELVE_HOURS'] as const),
  ...(['ONE_DAY', 'ONE_WEEK', 'ONE_MONTH'] as const),
] as const;
export type BarInterval = (typeof BAR_INTERVALS)[number];

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Length of each interval in milliseconds; of a month, that of the shortest one. */
export const INTERVAL_MS: Readonly<Record<BarInterval, number>> = {
  ...{ ONE_MINUTE: MINUTE, THREE_MINUTES: 3 * MINUTE, FIVE_MINUTES: 5 * MINUTE },
  ...{ FIFTEEN_MINUTES: 15 * MINUTE, THIRTY_MINUTES: 30 * MINUTE },
  ...{ ONE_HOUR: HOUR, TWO_HOURS: 2 * HOUR, FOUR_HOURS: 4 * HOUR, SIX_HOURS: 6 * HOUR },
  ...{ EIGHT_HOURS: 8 * HOUR, TWELVE_HOURS: 12 * HOUR },
  ...{ ONE_DAY: DAY, ONE_WEEK: 7 * DAY, ONE_MONTH: 28 * DAY },
};

/** Bars open at whole intervals from this on (UTC), so that a week begins on Monday. It is midnight, for all others. */
const A_MONDAY = Date.UTC(1970, 0, 5);

/** Returns the intervals whose bars make whole bars of `interval`, itself first, then the finer ones down to the finest. */
export function intervalsWithin(interval: BarInterval): readonly BarInterval[] {
  const whole = interval === 'ONE_MONTH' ? DAY : INTERVAL_MS[interval];
  const finer = BAR_INTERVALS.filter((each) => INTERVAL_MS[each] <= DAY && whole % INTERVAL_MS[each] === 0);
  return [interval, ...finer.filter((each) => each !== interval).reverse()];
}

/** Returns the first opening time of a bar at or after `time`, in milliseconds since the Unix epoch. */
export function alignedUp(time: number, interval: BarInterval): number {
  const opening = alignedDown(time, interval);
  return opening === time ? opening : openingAfter(opening, interval);
}

/** Returns the last opening time of a bar at or before `time`, in milliseconds since the Unix epoch. */
export function alignedDown(time: number, interval: BarInterval): number {
  if (interval === 'ONE_MONTH') return monthOf(monthAt(time));
  const length = INTERVAL_MS[interval];
  return Math.floor((time - A_MONDAY) / length) * length + A_MONDAY;
}

/** Returns the opening time that is `bars` bars after an opening time. */
export function openingAfter(opening: number, interval: BarInterval, bars = 1): number {
  return interval === 'ONE_MONTH' ? monthOf(monthAt(opening) + bars) : opening + bars * INTERVAL_MS[interval];
}

/** Returns the number of bars from one opening time up to another. */
export function barsBetween(from: number, to: number, interval: BarInterval): number {
  return interval === 'ONE_MONTH' ? monthAt(to) - monthAt(from) : (to - from) / INTERVAL_MS[interval];
}

/** Months since January of the year 0. */
function monthAt(time: number): number {
  const date = new Date(time);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function monthOf(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12);
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
