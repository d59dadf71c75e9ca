import type { EntityManager } from 'typeorm';
import type { JobDraft } from '../../application/ports/collection-job-repository';
import type { AnsweredWindows } from '../../application/ports/job-reader';
import type { TimeRange } from '../../domain/series/time-range';
import { statementForLists } from '../database/statement';
import { answeredSql, rangesOf, rangesSql, rangeSql, timeSql, type RangeRows } from '../series/coverage-sql';

/** Maximum number of ranges that are read: converting them occupies the process. Series with equal sets count once. */
const MAX_RANGES = 50_000;

/** Returns what of a window is answered, for all symbols of a draft at once. */
export async function answeredWindows(
  manager: EntityManager,
  { source, interval, symbols, mode, asksFor }: JobDraft,
  window: TimeRange,
): Promise<AnsweredWindows> {
  const rows = await ALIKE(manager, { source, interval, symbols, mode, asksFor, ...window, most: MAX_RANGES });
  return {
    alike: rows.map(({ symbols, answered }) => ({ symbols, answered: rangesOf(answered ?? []) })),
    isWhole: rows.every(({ answered }) => answered !== null),
    coveredMs: rows.reduce((sum, { coveredMs }) => sum + coveredMs, 0),
  };
}

interface AlikeRow {
  readonly symbols: number;
  readonly coveredMs: number;
  /** Null: not read. */
  readonly answered: RangeRows | null;
}

/** Adds up the lengths of ranges `r`. */
const MS = `coalesce(sum(date_part('epoch', upper(r) - lower(r)) * 1000), 0)`;

/**
 * One row per distinct set of answered times, with the number of symbols that have it. Sets are read from the smallest on
 * until there are too many ranges. All others are one row.
 */
const ALIKE = statementForLists(
  'answered_alike',
  {
    ...{ source: 'text', interval: 'bar_interval', symbols: 'text[]', mode: 'collect_mode', asksFor: 'text[]' },
    ...{ from: 'double precision', to: 'double precision', most: 'integer' },
  } as const,
  ({ source, interval, symbols, mode, asksFor, from, to, most }) => `
    WITH job AS (
      SELECT ${mode} AS mode, ${asksFor} AS asks_for, ${timeSql(from)} AS window_from, ${timeSql(to)} AS window_to,
             ${rangeSql(timeSql(from), timeSql(to))} AS times),
    alike AS (
      SELECT coalesce((${answeredSql('series', 'job')}) * job.times,
                      CASE mode WHEN 'VERIFY' THEN times ELSE '{}' END) AS answered,
             coalesce(series.covered * job.times, '{}') AS covered, count(*) AS symbols
        FROM job CROSS JOIN unnest(${symbols}) AS wanted (symbol)
        LEFT JOIN series ON series.source = ${source} AND series.symbol = wanted.symbol
                        AND series.interval = ${interval}
       GROUP BY 1, 2),
    measured AS MATERIALIZED (
      SELECT answered, symbols, ranges,
             symbols * CASE WHEN covered = answered THEN ms ELSE (SELECT ${MS} FROM unnest(covered) r) END AS covered_ms
        FROM alike CROSS JOIN LATERAL (SELECT count(*) AS ranges, ${MS} AS ms FROM unnest(answered) r) measure),
    ranked AS (
      SELECT *, sum(ranges) OVER (ORDER BY ranges ROWS UNBOUNDED PRECEDING) AS ranges_so_far FROM measured),
    read AS (
      SELECT CASE WHEN ranges_so_far <= ${most} THEN answered END AS answered,
             sum(symbols) AS symbols, sum(covered_ms) AS covered_ms
        FROM ranked
       GROUP BY 1)
    SELECT symbols::integer, covered_ms AS "coveredMs",
           CASE WHEN answered IS NOT NULL THEN ${rangesSql('answered')} END AS answered
      FROM read`,
  (row: AlikeRow) => row,
);
