import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';

/**
 * ccxt's names of the intervals. Without weeks and months: ccxt does not tell on which day an exchange begins a week, and
 * takes every month for one of 30 days.
 */
const TIMEFRAMES: Readonly<Partial<Record<BarInterval, string>>> = {
  ...{ ONE_MINUTE: '1m', THREE_MINUTES: '3m', FIVE_MINUTES: '5m', FIFTEEN_MINUTES: '15m', THIRTY_MINUTES: '30m' },
  ...{ ONE_HOUR: '1h', TWO_HOURS: '2h', FOUR_HOURS: '4h', SIX_HOURS: '6h', EIGHT_HOURS: '8h', TWELVE_HOURS: '12h' },
  ...{ ONE_DAY: '1d' },
};

/** Returns the intervals that an exchange with these timeframes has. */
export function intervalsOf(timeframes: readonly string[]): readonly BarInterval[] {
  return BAR_INTERVALS.filter((interval) => timeframes.some((name) => name === TIMEFRAMES[interval]));
}

export function timeframeOf(interval: BarInterval): string {
  const name = TIMEFRAMES[interval];
  if (name === undefined) throw new Error(`ccxt has no bars of ${interval}`);
  return name;
}
