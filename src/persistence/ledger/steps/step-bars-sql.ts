import { STRETCH_BARS } from '../../../domain/series/stretch';
import { barValuesSql, VALUES } from '../../bars/bar-values-sql';
import { secondsSql } from '../../series/coverage-sql';
import { allDifferencesSql, DIFFERENCES, surplusSql } from './differences-sql';
import { COMPARED_STEP_COLUMNS, COUNTED_STEP_COLUMNS, STEP_COLUMNS } from './step-columns';

/** The parameters of a statement, as SQL. */
type Placeholders<C> = Readonly<Record<keyof C, string>>;

/** What a statement does with the bars of its steps. */
export interface BarsSql<C extends typeof STEP_COLUMNS> {
  readonly columns: C;
  /** The number of the bars of a step that are stored already. */
  readonly known: string;
  /** CTEs that store or compare the bars. */
  readonly ctes: (p: Placeholders<C>) => string;
  /** An item of FROM after `step`: how many of its bars are new (`bars`), the first and the last of them. */
  readonly gained: string;
  /** Number of bars that were replaced. */
  readonly revised: string;
  /** Number of differences between what is stored and what the source has. */
  readonly differences: string;
}

const COLUMNS = `series_id, time, ${VALUES.join()}`;

const BARS = (p: Placeholders<typeof STEP_COLUMNS>) => `
  SELECT (${p.positions})[step] AS position, (${p.seriesIds})[step] AS series_id, to_timestamp(time) AS time, open, high, low, close, volume, quote_volume,
         trades, taker_volume
    FROM unnest(${p.barSteps}, ${p.times}, ${p.opens}, ${p.highs}, ${p.lows}, ${p.closes}, ${p.volumes},
                ${p.quoteVolumes}, ${p.trades}, ${p.takerVolumes})
         AS given (step, time, open, high, low, close, volume, quote_volume, trades, taker_volume)
   WHERE (SELECT yes FROM all_moved) OR (${p.positions})[step] = ANY ((SELECT positions FROM all_moved)::integer[])`;

/** Returns the CTE that adds new bars to the counts of their stretches. @param counts series, stretch, number of bars */
const countedInStretches = (counts: string) => `stretched AS (
  INSERT INTO bar_stretch AS known (series_id, stretch, bars) ${counts}
      ON CONFLICT (series_id, stretch) DO UPDATE SET bars = known.bars + excluded.bars
)`;

/** For bars that are new. A unique violation when a bar is already stored. */
export const NEW_BARS: BarsSql<typeof COUNTED_STEP_COLUMNS> = {
  columns: COUNTED_STEP_COLUMNS,
  known: '0',
  ctes: (p) => `inserted AS (
  INSERT INTO bar (${COLUMNS}) SELECT ${COLUMNS} FROM (${BARS(p)}) offered
  RETURNING 1
), all_inserted AS MATERIALIZED (
  SELECT count(*) FROM inserted
), ${countedInStretches(`
  SELECT (${p.seriesIds})[step], stretch, bars
    FROM unnest(${p.stretchSteps}, ${p.stretches}, ${p.stretchBars}) AS given (step, stretch, bars), all_moved
   WHERE yes OR (${p.positions})[step] = ANY (positions)`)}`,
  gained: 'LATERAL (SELECT step.bars, step.first_bar, step.last_bar FROM all_inserted) gained',
  revised: '0',
  differences: '0',
};

/**
 * For bars that may already be stored. Those that are unchanged are not rewritten; those that differ are replaced, and
 * what they were is kept as a revision. Each bar is looked up by its key, whatever the planner knows of the table.
 */
export const ANY_BARS: BarsSql<typeof STEP_COLUMNS> = {
  columns: STEP_COLUMNS,
  known: `bar_count(locked.id, ${secondsSql('held.interval')}, given.first_bar, given.last_bar + interval '1 millisecond')`,
  ctes: (p) => `offered AS MATERIALIZED (${BARS(p)}), inserted AS (
  INSERT INTO bar (${COLUMNS}) SELECT ${COLUMNS} FROM offered
      ON CONFLICT (series_id, time) DO NOTHING
  RETURNING series_id, time
), all_inserted AS MATERIALIZED (
  SELECT count(*) FROM inserted
), changed AS (
  SELECT offered.*
    FROM offered
   CROSS JOIN LATERAL (SELECT * FROM bar WHERE bar.series_id = offered.series_id AND bar.time = offered.time OFFSET 0) bar
   WHERE (SELECT count FROM all_inserted) >= 0 AND ${barValuesSql('bar')} IS DISTINCT FROM ${barValuesSql('offered')}
), revised AS MATERIALIZED (
  SELECT replace_bars(held.id, series_ids, times, ${VALUES.map((column) => `columns.${column}`).join()}) AS bars
    FROM held, (SELECT array_agg(series_id) AS series_ids, array_agg(time) AS times,
                       ${VALUES.map((column) => `array_agg(${column}) AS ${column}`).join()}
                  FROM changed) columns
   WHERE series_ids IS NOT NULL
), new_bars AS MATERIALIZED (
  SELECT series_id, count(*) AS bars, min(time) AS first_bar, max(time) AS last_bar
    FROM inserted
   GROUP BY 1
), ${countedInStretches(`
  SELECT series_id, floor(extract(epoch FROM time) / width)::integer, count(*)
    FROM inserted, (SELECT ${STRETCH_BARS}.0 * ${secondsSql('interval')} AS width FROM held) stretch
   GROUP BY 1, 2`)}`,
  gained: `LATERAL (SELECT max(bars) AS bars, max(first_bar) AS first_bar, max(last_bar) AS last_bar
                                           FROM new_bars WHERE new_bars.series_id = step.series_id) gained`,
  revised: '(SELECT coalesce(sum(bars), 0) FROM revised)',
  differences: '0',
};

/** As ANY_BARS, and reports stored bars that the source no longer has. They stay. */
export const REFRESHED_BARS: BarsSql<typeof COMPARED_STEP_COLUMNS> = {
  ...ANY_BARS,
  columns: COMPARED_STEP_COLUMNS,
  ctes: (p) => `${ANY_BARS.ctes(p)}, ${surplusSql(p.positions, p.compared)}`,
  differences: DIFFERENCES,
};

/** Compares the bars with those stored, and stores none. */
export const COMPARED_BARS: BarsSql<typeof COMPARED_STEP_COLUMNS> = {
  columns: COMPARED_STEP_COLUMNS,
  known: '0',
  ctes: (p) => `offered AS MATERIALIZED (${BARS(p)}), ${allDifferencesSql(p.positions, p.compared)}`,
  gained: 'LATERAL (SELECT 0 AS bars, NULL::timestamptz AS first_bar, NULL::timestamptz AS last_bar) gained',
  revised: '0',
  differences: DIFFERENCES,
};
