import { INTERVAL_MS } from '../../domain/bar';
import type { BarsQuestion } from '../exchange/description';
import type { DayZone } from './day-zone';
import type { SourceFile, TimeForm } from './file/source-file';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?$/;
/** Dates end here. */
const MOST_MS = 8.64e15;

/** Returns the start and the end of a question as the source reads them. */
export function askedTimes(
  { from, to, spanMs }: BarsQuestion,
  { form, end }: SourceFile['bars']['times'],
  zone: DayZone | null,
): { readonly from: string; readonly to: string } {
  const last = end === 'INCLUSIVE' ? to - spanMs : to;
  const isShifted = zone !== null && form !== 'date' && spanMs === INTERVAL_MS.ONE_DAY;
  const written = (time: number) => writtenTime(isShifted ? zone.startOf(time) : time, form);
  return { from: written(from), to: written(last) };
}

function writtenTime(time: number, form: TimeForm): string {
  if (form === 'ms') return String(time);
  if (form === 's') return String(time / 1_000);
  const [day, clock] = new Date(time).toISOString().split('T') as [string, string];
  return form === 'date' ? day : `${day}T${clock.slice(0, 8)}Z`;
}

/** Returns a time of an answer in milliseconds since the Unix epoch; undefined if it has another form. */
export function readTime(value: unknown, form: TimeForm): number | undefined {
  if (form === 'ms' || form === 's') {
    if (typeof value !== 'string' || !/^\d{1,16}$/.test(value)) return undefined;
    const time = Number(value) * (form === 's' ? 1_000 : 1);
    return time <= MOST_MS ? time : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const [, ...parts] = (form === 'date' ? DATE : DATE_TIME).exec(value) ?? [];
  return parts.length === 0 ? undefined : timeOf(parts);
}

function timeOf(parts: readonly (string | undefined)[]): number | undefined {
  const [fraction = '', sign] = [parts[6], parts[7]];
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(0, 6).map((part) => Number(part ?? 0));
  const ms = Number(fraction.slice(0, 3).padEnd(3, '0'));
  const time = Date.UTC(year!, month! - 1, day, hour, minute, second, ms);
  // What does not exist, such as 30 February, would count as a later day.
  const isThere = new Date(time).getUTCDate() === day && new Date(time).getUTCMonth() === month! - 1;
  if (!isThere || hour > 23 || minute > 59 || second > 59) return undefined;
  const ahead = (Number(parts[8] ?? 0) * 60 + Number(parts[9] ?? 0)) * 60_000;
  return sign === '-' ? time + ahead : time - ahead;
}
