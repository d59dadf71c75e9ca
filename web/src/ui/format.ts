import type { BarInterval, CollectMode, JobState, Verdict } from '../generated/graphql';

const number = new Intl.NumberFormat('en-US');
const moment = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const shortMoment = new Intl.DateTimeFormat('en-GB', {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const localDay = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric' });
const day = new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' });

export const count = (value: number): string => number.format(value);

/**
 * Formats a fraction in whole per cent, rounded down: only the whole is 100%, and only nothing is 0%. Takes integers
 * because 29 of 100 as a floating-point fraction is 28.999… per cent.
 */
export function share(part: number, whole: number): string {
  const percent = whole > 0 ? Math.floor((part * 100) / whole) : 0;
  return percent === 0 && part > 0 ? '<1%' : `${percent}%`;
}

/** Formats a time in UTC, the time zone of bars. */
export const utc = (iso: string): string => moment.format(new Date(iso));

/** Formats seconds since the Unix epoch in UTC, without the year. */
export const shortUtc = (seconds: number): string => shortMoment.format(new Date(seconds * 1_000));

/** Formats a time in the reader's time zone; the day is omitted if it is today. */
export function localTime(iso: string, now = new Date()): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === now.toDateString();
  return isToday ? clock.format(date) : `${localDay.format(date)}, ${clock.format(date)}`;
}

/**
 * Formats the period of a job: days if it begins and ends at midnight UTC, else to the minute.
 * @param from null: each symbol from its listing
 */
export function period(from: string | null | undefined, to: string): string {
  const isDays = [from ?? to, to].every((iso) => iso.endsWith('T00:00:00.000Z'));
  const write = isDays ? day : moment;
  return `${from ? write.format(new Date(from)) : 'listing'} – ${write.format(new Date(to))}`;
}

export function rate(symbolsPerSecond: number): string {
  return `${symbolsPerSecond < 10 ? symbolsPerSecond.toFixed(1) : count(Math.round(symbolsPerSecond))} symbols/s`;
}

/** Formats a duration in at most two units: 45 s, 3 min 20 s, 2 h 5 min, 3 d 4 h. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [d, h, min, s] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ];
  const parts = [d && `${d} d`, h && `${h} h`, min && `${min} min`, s && `${s} s`].filter(Boolean);
  return parts.slice(0, 2).join(' ') || '0 s';
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Formats a number of bytes with three digits at most: 0 B, 14.1 kB, 2.3 GB. */
export function bytes(value: number): string {
  const size = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), SIZES.length - 1);
  const scaled = value / 1_000 ** size;
  return `${size && scaled < 100 ? scaled.toFixed(1) : count(Math.round(scaled))} ${SIZES[size]}`;
}

export const INTERVAL_NAMES: Readonly<Record<BarInterval, string>> = {
  ONE_MINUTE: '1 min',
  THREE_MINUTES: '3 min',
  FIVE_MINUTES: '5 min',
  FIFTEEN_MINUTES: '15 min',
  THIRTY_MINUTES: '30 min',
  ONE_HOUR: '1 hour',
  TWO_HOURS: '2 hours',
  FOUR_HOURS: '4 hours',
  SIX_HOURS: '6 hours',
  EIGHT_HOURS: '8 hours',
  TWELVE_HOURS: '12 hours',
  ONE_DAY: '1 day',
  ONE_WEEK: '1 week',
  ONE_MONTH: '1 month',
};

export const MODE_NAMES: Readonly<Record<CollectMode, string>> = {
  MISSING: 'Only what is missing',
  REFRESH: 'All of it again',
  VERIFY: 'Compare with the source',
};

export const VERDICT_NAMES: Readonly<Record<Verdict, string>> = {
  COMPLETE: 'Complete',
  WITH_GAPS: 'With gaps',
  WITH_FAILURES: 'With failures',
  NOTHING_COLLECTED: 'Nothing collected',
};

export const STATE_NAMES: Readonly<Record<JobState, string>> = {
  PENDING: 'Pending',
  RUNNING: 'Running',
  PAUSED: 'Paused',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
};
