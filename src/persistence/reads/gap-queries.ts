import type { EntityManager } from 'typeorm';
import { INTERVAL_MS } from '../../domain/bar';
import { GAP_REASONS, gapsIn, type Gap, type GapReason, type SeriesSets } from '../../domain/series/gap';
import { STRETCH_BARS, stretchAt } from '../../domain/series/stretch';
import type { TimeRange } from '../../domain/series/time-range';
import { statement } from '../database/statement';
import { timeSql } from '../series/coverage-sql';

/** Stretches with some of their bars that are read by the first statement, by each of the following, and at most. */
const [FIRST_STRETCHES, GROWTH, MAX_STRETCHES] = [16, 4, 256];

type GapSeries = SeriesSets & { readonly id: number };

/** Returns the first `limit` gaps of a series in a range of whole intervals that have one of the reasons, in order of time. */
export async function listGaps(
  manager: EntityManager,
  series: GapSeries,
  range: TimeRange,
  limit: number,
  reasons: readonly GapReason[] = GAP_REASONS,
): Promise<readonly Gap[]> {
  const gaps: Gap[] = [];
  for await (const missing of missingRanges(manager, series, range)) {
    gaps.push(...gapsIn(missing, series).filter(({ reason }) => reasons.includes(reason)));
    if (gaps.length >= limit) break;
  }
  return gaps.slice(0, limit);
}

/**
 * Yields the ranges without a bar, as long as they are, in order of time. Stretches that are complete or empty are not
 * read. Every other one holds a missing time, so the stretches read are not many more than the ranges found.
 */
async function* missingRanges(manager: EntityManager, series: GapSeries, range: TimeRange): AsyncGenerator<TimeRange> {
  let open: TimeRange | null = null;
  let stretches = FIRST_STRETCHES;
  for (let { from } = range; from < range.to;) {
    const { until, ranges } = await missingFrom(manager, series, { from, to: range.to }, stretches);
    for (const found of ranges) {
      if (open && found.from > open.to) yield open;
      open = open && found.from <= open.to ? { from: open.from, to: found.to } : found;
    }
    from = until;
    stretches = Math.min(stretches * GROWTH, MAX_STRETCHES);
  }
  if (open) yield open;
}

/** Reads the ranges without a bar up to a time `until`, before which there are `stretches` with some of their bars. */
async function missingFrom(manager: EntityManager, series: GapSeries, { from, to }: TimeRange, stretches: number) {
  const { id: seriesId, interval } = series;
  const [firstStretch, lastStretch] = [stretchAt(from, interval), stretchAt(to - 1, interval)];
  const seconds = INTERVAL_MS[interval] / 1_000;
  const rows = await MISSING(manager, { seriesId, seconds, from, to, firstStretch, lastStretch, stretches });
  return { until: rows[0]!.until, ranges: rows.flatMap(({ missing }) => missing ?? []) };
}

interface MissingRow {
  readonly until: number;
  /** Null in the only row, when nothing is missing. */
  readonly missing: TimeRange | null;
}

const MISSING = statement(
  'missing_ranges',
  {
    ...{ seriesId: 'integer', seconds: 'integer', from: 'double precision', to: 'double precision' },
    ...{ firstStretch: 'integer', lastStretch: 'integer', stretches: 'integer' },
  },
  ({ seriesId, seconds, from, to, firstStretch, lastStretch, stretches }) => `
    WITH stretch AS MATERIALIZED (
      SELECT bars, to_timestamp(stretch::double precision * ${STRETCH_BARS} * ${seconds}) AS "from",
             to_timestamp((stretch + 1)::double precision * ${STRETCH_BARS} * ${seconds}) AS "to"
        FROM bar_stretch
       WHERE series_id = ${seriesId} AND stretch BETWEEN ${firstStretch} AND ${lastStretch} AND bars > 0
    ), partial AS MATERIALIZED (
      SELECT "from", "to" FROM stretch WHERE bars < ${STRETCH_BARS} ORDER BY 1 LIMIT ${stretches}
    ), part AS (
      SELECT coalesce((SELECT max("to") FROM partial HAVING count(*) = ${stretches}), ${timeSql(to)}) AS until
    ), stored AS (
      SELECT "from", "to" FROM stretch, part WHERE bars = ${STRETCH_BARS} AND "from" < until
       UNION ALL
      SELECT time, time + make_interval(secs => ${seconds})
        FROM partial JOIN bar ON bar.series_id = ${seriesId} AND time >= partial."from" AND time < partial."to"
                             AND time >= ${timeSql(from)} AND time < ${timeSql(to)}
       UNION ALL
      SELECT least(until, ${timeSql(to)}), NULL FROM part
    ), missing AS (
      SELECT "from" AS "to", lag("to", 1, ${timeSql(from)}) OVER (ORDER BY "from") AS "from" FROM stored
    )
    SELECT extract(epoch FROM least(until, ${timeSql(to)}))::double precision * 1000 AS until,
           CASE WHEN missing."from" IS NOT NULL
                THEN json_build_object('from', extract(epoch FROM missing."from") * 1000,
                                       'to', extract(epoch FROM missing."to") * 1000) END AS missing
      FROM part LEFT JOIN missing ON missing."to" > missing."from"
     ORDER BY missing."from"`,
  (row: MissingRow) => row,
);
