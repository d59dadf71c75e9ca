import type { EntityManager } from 'typeorm';
import { INTERVAL_MS } from '../../domain/bar';
import { GAP_REASONS, gapsIn, type Gap, type GapReason, type SeriesSets } from '../../domain/series/gap';
import { STRETCH_BARS, stretchAt } from '../../domain/series/stretch';
import { setOf, type TimeRange, type TimeRanges } from '../../domain/series/time-range';
import { statement } from '../database/statement';
import { timeSql, openingAfterSql } from '../series/coverage-sql';

/** Stretches with some of their bars that one statement reads: the first one, and at most. */
const [FIRST_STRETCHES, MAX_STRETCHES] = [16, 256];

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
  for await (const missing of missingRanges(manager, series, range, limit)) {
    gaps.push(...gapsIn(missing, series).filter(({ reason }) => reasons.includes(reason)));
    if (gaps.length >= limit) break;
  }
  return gaps.slice(0, limit);
}

/**
 * Yields the ranges without a bar, as long as they are, in order of time. Stretches that are complete or empty are not
 * read. Every other one holds a missing time, so no more of them are read at once than ranges are still wanted.
 * @param wanted number of ranges that are probably enough
 */
async function* missingRanges(
  manager: EntityManager,
  series: GapSeries,
  range: TimeRange,
  wanted: number,
): AsyncGenerator<TimeRange> {
  // A range that ends where the stretches read so far end may go on behind them.
  let open: TimeRanges = [];
  let stretches = FIRST_STRETCHES;
  for (let { from } = range; from < range.to;) {
    const { until, ranges } = await missingFrom(manager, series, { from, to: range.to }, stretches);
    const found = setOf([...open, ...ranges]);
    yield* found.filter(({ to }) => to < until);
    open = found.filter(({ to }) => to === until);
    from = until;
    wanted -= ranges.length;
    stretches = wanted > 0 ? Math.min(Math.max(wanted, FIRST_STRETCHES), MAX_STRETCHES) : MAX_STRETCHES;
  }
  yield* open;
}

/** Reads the ranges without a bar up to a time `until`, before which there are `stretches` with some of their bars. */
async function missingFrom(manager: EntityManager, series: GapSeries, { from, to }: TimeRange, stretches: number) {
  const { id: seriesId, interval } = series;
  const [firstStretch, lastStretch] = [stretchAt(from, interval), stretchAt(to - 1, interval)];
  const seconds = INTERVAL_MS[interval] / 1_000;
  const rows = await MISSING(manager, { seriesId, interval, seconds, from, to, firstStretch, lastStretch, stretches });
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
    ...{
      seriesId: 'integer',
      interval: 'bar_interval',
      seconds: 'integer',
      from: 'double precision',
      to: 'double precision',
    },
    ...{ firstStretch: 'integer', lastStretch: 'integer', stretches: 'integer' },
  },
  ({ seriesId, interval, seconds, from, to, firstStretch, lastStretch, stretches }) => `
    WITH stretch AS MATERIALIZED (
      SELECT bars, to_timestamp(stretch::double precision * ${STRETCH_BARS} * ${seconds}) AS "from",
             to_timestamp((stretch + 1)::double precision * ${STRETCH_BARS} * ${seconds}) AS "to"
        FROM bar_stretch
       WHERE series_id = ${seriesId} AND stretch BETWEEN ${firstStretch} AND ${lastStretch} AND bars > 0
    ), partial AS MATERIALIZED (
      SELECT "from", "to" FROM stretch WHERE bars < ${STRETCH_BARS} ORDER BY 1 LIMIT ${stretches}
    ), part AS (
      SELECT coalesce((SELECT max("to") FROM partial HAVING count(*) = ${stretches}), ${timeSql(to)}) AS until
    ), missing AS (
      SELECT "before" AS "from", "from" AS "to"
        FROM (SELECT "from", lag("to", 1, ${timeSql(from)}) OVER (ORDER BY "from") AS "before"
                FROM (SELECT "from", "to" FROM stretch, part WHERE "from" < until
                       UNION ALL
                      SELECT until, NULL FROM part) counted) neighbours
       WHERE "from" > "before"
       UNION ALL
      SELECT found."from", found."to"
        FROM partial
       CROSS JOIN LATERAL (SELECT greatest(partial."from", ${timeSql(from)}) AS "from",
                                  least(partial."to", ${timeSql(to)}) AS "to") asked
       -- In the order of the index: a sort of the stretch would take longer than to read it.
       CROSS JOIN LATERAL (SELECT time AS previous, lead(time, 1, asked."to") OVER (ORDER BY time) AS "to"
                             FROM bar WHERE series_id = ${seriesId} AND time >= asked."from" AND time < asked."to"
                            UNION ALL
                           SELECT NULL, coalesce(min(time), asked."to")
                             FROM bar WHERE series_id = ${seriesId} AND time >= asked."from" AND time < asked."to") neighbours
       CROSS JOIN LATERAL (SELECT coalesce(${openingAfterSql('previous', interval)}, asked."from") AS "from",
                                  neighbours."to") found
       -- No interval is shorter than its seconds. Few rows are left for the rule of each interval, which costs more.
       WHERE (previous IS NULL OR neighbours."to" > previous + make_interval(secs => ${seconds}))
         AND found."to" > found."from"
    )
    SELECT extract(epoch FROM least(until, ${timeSql(to)}))::double precision * 1000 AS until,
           CASE WHEN missing."from" IS NOT NULL
                THEN json_build_object('from', extract(epoch FROM missing."from") * 1000,
                                       'to', extract(epoch FROM missing."to") * 1000) END AS missing
      FROM part LEFT JOIN missing ON true
     ORDER BY missing."from"`,
  (row: MissingRow) => row,
);
