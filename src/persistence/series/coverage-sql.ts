import { BAR_INTERVALS, INTERVAL_MS } from '../../domain/bar';
import type { AskableReason } from '../../domain/series/gap';
import type { TimeRange, TimeRanges } from '../../domain/series/time-range';

/* Sets of times between the domain (milliseconds since the epoch) and PostgreSQL (tstzmultirange), as SQL. */

/** Returns a set as PostgreSQL reads a tstzmultirange. */
export function multirangeOf(set: TimeRanges): string {
  return `{${set.map(({ from, to }) => `[${timeOf(from)},${timeOf(to)})`).join()}}`;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}

/** A set as the SQL of `rangesSql` returns it. */
export type RangeRows = readonly (readonly [from: number, to: number])[];

export function rangesOf(rows: RangeRows): TimeRanges {
  return rows.map(([from, to]): TimeRange => ({ from, to }));
}

/** Returns SQL for a set as RangeRows in JSON. */
export function rangesSql(set: string): string {
  return `(SELECT coalesce(json_agg(json_build_array(${msSql('lower(r)')}, ${msSql('upper(r)')}) ORDER BY r), '[]') FROM unnest(${set}) r)`;
}

/** Returns SQL for a time in milliseconds since the epoch. */
export function msSql(time: string): string {
  return `(extract(epoch FROM ${time}) * 1000)::bigint`;
}

/** Returns SQL for a time given in milliseconds since the epoch. */
export function timeSql(ms: string): string {
  return `to_timestamp(${ms} / 1000.0)`;
}

/** Returns SQL for the set of one range, which may be empty. */
export function rangeSql(from: string, to: string): string {
  return `tstzmultirange(tstzrange(${from}, ${to}))`;
}

/** Returns SQL for the window of a symbol as TimeRange in JSON; null if it has none of its own. @param symbol job_symbol */
export function windowSql(symbol: string): string {
  return `CASE WHEN ${symbol}.window_from IS NOT NULL
               THEN json_build_object('from', ${msSql(`${symbol}.window_from`)}, 'to', ${msSql(`${symbol}.window_to`)}) END`;
}

/** Returns SQL for the times that a job need not ask for. @param series, job aliases of rows with their columns */
export function answeredSql(series: string, job: string): string {
  const asksFor = (reason: AskableReason) => `'${reason}' = ANY (${job}.asks_for)`;
  const notAsked = (reason: AskableReason, set: string) => `CASE WHEN ${asksFor(reason)} THEN '{}' ELSE ${set} END`;
  // Longer than the window in whole intervals.
  const window = rangeSql(`${job}.window_from`, `${job}.window_to + interval '1 day'`);
  const notAnswered = `${window} - ${series}.covered - ${series}.out_of_reach - ${series}.quarantined`;
  return `CASE ${job}.mode
            WHEN 'REFRESH' THEN '{}'::tstzmultirange
            WHEN 'VERIFY' THEN ${window} - ${series}.covered
            ELSE ${series}.covered + ${notAsked('OUT_OF_REACH', `${series}.out_of_reach`)}
                 + ${notAsked('QUARANTINED', `${series}.quarantined`)} + ${notAsked('NOT_COLLECTED', notAnswered)} END`;
}

/** Returns SQL for the number of opening times in a set of whole intervals. */
export function countSql(set: string, interval: string): string {
  return `(SELECT coalesce(sum(extract(epoch FROM upper(r) - lower(r)) / ${secondsSql(interval)}), 0)::bigint FROM unnest(${set}) r)`;
}

/** Returns SQL for the seconds that one bar spans. */
export function secondsSql(interval: string): string {
  const cases = BAR_INTERVALS.map((name) => `WHEN '${name}' THEN ${INTERVAL_MS[name] / 1_000}`);
  return `CASE ${interval}::text ${cases.join(' ')} END`;
}
