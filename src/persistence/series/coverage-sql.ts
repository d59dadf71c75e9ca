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
  const window = rangeSql(`${job}.window_from`, `${job}.window_to + interval '31 days'`);
  const notAnswered = `${window} - ${series}.covered - ${series}.out_of_reach - ${series}.quarantined`;
  return `CASE ${job}.mode
            WHEN 'REFRESH' THEN '{}'::tstzmultirange
            WHEN 'VERIFY' THEN ${window} - ${series}.covered
            ELSE ${series}.covered + ${notAsked('OUT_OF_REACH', `${series}.out_of_reach`)}
                 + ${notAsked('QUARANTINED', `${series}.quarantined`)} + ${notAsked('NOT_COLLECTED', notAnswered)} END`;
}

/** Returns SQL for the number of opening times in a set of whole intervals. */
export function countSql(set: string, interval: string): string {
  return `(SELECT coalesce(sum(${barsBetweenSql('lower(r)', 'upper(r)', interval)}), 0)::bigint FROM unnest(${set}) r)`;
}

/** Returns SQL for the number of bars from one opening time up to another. */
export function barsBetweenSql(from: string, to: string, interval: string): string {
  const month = (time: string) => `extract(year FROM ${utcSql(time)}) * 12 + extract(month FROM ${utcSql(time)})`;
  return `CASE WHEN ${interval}::text = 'ONE_MONTH' THEN (${month(to)}) - (${month(from)})
               ELSE extract(epoch FROM ${to} - ${from}) / ${secondsSql(interval)} END`;
}

/** Returns SQL for the opening time after an opening time. */
export function openingAfterSql(opening: string, interval: string): string {
  return `CASE WHEN ${interval}::text = 'ONE_MONTH' THEN (${utcSql(opening)} + interval '1 month') AT TIME ZONE 'UTC'
               ELSE ${opening} + make_interval(secs => ${secondsSql(interval)}) END`;
}

/** Months are those of UTC, whatever the time zone of the session. */
function utcSql(time: string): string {
  return `(${time} AT TIME ZONE 'UTC')`;
}

/** Returns SQL for the seconds that one bar spans, see INTERVAL_MS. */
export function secondsSql(interval: string): string {
  const cases = BAR_INTERVALS.map((name) => `WHEN '${name}' THEN ${INTERVAL_MS[name] / 1_000}`);
  return `CASE ${interval}::text ${cases.join(' ')} END`;
}
