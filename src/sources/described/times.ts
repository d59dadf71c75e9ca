import type { BarsQuestion } from '../exchange/description';
import type { DayZone } from './day-zone';
import type { SourceFile, TimeForm } from './file/source-file';

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])(\d\d):?(\d\d))?$/;
/** Dates end here. */
const MOST_MS = 8.64e15;

/** Returns the start and the end of a question as the source reads them. */
export function askedTimes(
  { from, last, to, barInterval }: BarsQuestion,
  { form, end }: SourceFile['bars']['times'],
  zone: DayZone | null,
): { readonly from: string; readonly to: string } {
  const isShifted = zone !== null && form !== 'date' && barInterval === 'ONE_DAY';
  const written = (time: number) => writtenTime(isShifted ? zone.startOf(time) : time, form);
  return { from: written(from), to: written(end === 'INCLUSIVE' ? last : to) };
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
  const parts = (form === 'date' ? DATE : DATE_TIME).exec(value);
  return parts === null ? undefined : timeOf(parts);
}

function timeOf(parts: RegExpExecArray): number | undefined {
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [hour, minute, second] = [Number(parts[4] ?? 0), Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  // What does not exist, such as 30 February, would count as a later day.
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = parts[7] === undefined ? 0 : Number(parts[7].slice(0, 3).padEnd(3, '0'));
  const time = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const ahead = parts[8] === undefined ? 0 : (Number(parts[9]) * 60 + Number(parts[10])) * 60_000;
  return parts[8] === '-' ? time + ahead : time - ahead;
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
