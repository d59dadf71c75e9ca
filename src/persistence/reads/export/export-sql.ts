import type { DecimalColumn } from '../../../application/ports/bar-export';
import { timeSql } from '../../series/coverage-sql';

/* One batch of the bars of a file, as SQL. Both kinds have the same columns. */

/** The numeric columns of a bar, by the names that the batches give them. */
export const DECIMALS: Readonly<Record<DecimalColumn, string>> = {
  open: 'open',
  high: 'high',
  low: 'low',
  close: 'close',
  volume: 'volume',
  quoteVolume: 'quote_volume',
  takerVolume: 'taker_volume',
};

const WINDOW = { series: 'integer', from: 'double precision', to: 'double precision' } as const;
export const STORED = { ...WINDOW, limit: 'integer' } as const;
export const RESAMPLED = { ...WINDOW, step: 'text', bars: 'integer' } as const;

/** The step of months. */
export const ONE_MONTH = '1 month';

type Parameters<T> = Readonly<Record<keyof T, string>>;

/** Returns SQL for the first `limit` bars of a series in a window. */
export function storedSql({ limit, ...window }: Parameters<typeof STORED>): string {
  const decimals = Object.entries(DECIMALS).map(([name, column]) => `${column} AS "${name}"`);
  return `
    SELECT time, ${decimals.join(', ')}, trades, 1 AS bars
      FROM bar
     WHERE ${within(window)}
     ORDER BY time
     LIMIT ${limit}`;
}

/**
 * Returns SQL for bars that span `step` each, an interval of PostgreSQL, made of the bars of a series: those of the time
 * of `bars` such bars, from the first in the window on. A limit of rows would bound the answer but not the work: no index
 * has the order of the groups. Weeks begin on Monday; months, which PostgreSQL cannot bin, are those of UTC.
 */
export function resampledSql({ step, bars, ...window }: Parameters<typeof RESAMPLED>): string {
  const opening = `CASE WHEN ${step} = '${ONE_MONTH}' THEN date_trunc('month', time, 'UTC')
                        ELSE date_bin(${step}::interval, time, timestamptz '1970-01-05Z') END`;
  const sum = (name: keyof typeof DECIMALS | 'trades') => `${sumOf(name)} AS "${name}"`;
  return `
    SELECT opening AS time, (array_agg(open ORDER BY time))[1] AS open, max(high) AS high, min(low) AS low,
           (array_agg(close ORDER BY time DESC))[1] AS close, ${sum('volume')}, ${sum('quoteVolume')},
           ${sum('takerVolume')}, ${sum('trades')}, count(*)::integer AS bars
      FROM (SELECT bar.*, ${opening} AS opening
              FROM bar, (SELECT ${opening} AS start FROM bar WHERE ${within(window)} ORDER BY time LIMIT 1) first
             WHERE ${within(window)} AND time >= start
               AND time < (start AT TIME ZONE 'UTC' + ${bars} * ${step}::interval) AT TIME ZONE 'UTC') b
     GROUP BY opening`;
}

/** Null where a value is not known. */
function sumOf(name: keyof typeof DECIMALS | 'trades'): string {
  const column = name === 'trades' ? name : DECIMALS[name];
  return `CASE WHEN count(${column}) = count(*) THEN sum(${column}) END`;
}

/** Null is unbounded. */
function within({ series, from, to }: Parameters<typeof WINDOW>): string {
  return `series_id = ${series} AND time >= coalesce(${timeSql(from)}, '-infinity')
                   AND time < coalesce(${timeSql(to)}, 'infinity')`;
}
