import type { STEP_COLUMNS } from './step-columns';

/** The parameters of the statement, as SQL. */
type Placeholders = Readonly<Record<keyof typeof STEP_COLUMNS, string>>;

const COLUMNS = 'series_id, time, open, high, low, close, volume, quote_volume, trades, taker_volume';

const BARS = (p: Placeholders) => `
  SELECT (${p.seriesIds})[step] AS series_id, to_timestamp(time) AS time, open, high, low, close, volume, quote_volume,
         trades, taker_volume
    FROM unnest(${p.barSteps}, ${p.times}, ${p.opens}, ${p.highs}, ${p.lows}, ${p.closes}, ${p.volumes},
                ${p.quoteVolumes}, ${p.trades}, ${p.takerVolumes})
         AS given (step, time, open, high, low, close, volume, quote_volume, trades, taker_volume)
   WHERE (SELECT yes FROM all_moved) OR (${p.positions})[step] = ANY ((SELECT positions FROM all_moved)::integer[])`;

/** How a statement stores the bars of its steps. */
export interface BarsSql {
  /** The number of the bars of a step that are stored already. */
  readonly known: string;
  /** CTEs that store the bars. */
  readonly store: (p: Placeholders) => string;
  /** An item of FROM after `step`: how many of its bars are new (`bars`), the first and the last of them. */
  readonly gained: string;
}

/** For bars that are new. A unique violation when a bar is already stored. */
export const NEW_BARS: BarsSql = {
  known: '0',
  store: (p) => `inserted AS (
  INSERT INTO bar (${COLUMNS}) ${BARS(p)}
  RETURNING 1
), all_inserted AS MATERIALIZED (
  SELECT count(*) FROM inserted
)`,
  gained: 'LATERAL (SELECT step.bars, step.first_bar, step.last_bar FROM all_inserted) gained',
};

/** For bars that may already be stored. Does not rewrite those that are unchanged. */
export const ANY_BARS: BarsSql = {
  known: `bar_count(locked.id, given.first_bar, given.last_bar + interval '1 millisecond')`,
  store: (p) => `offered AS MATERIALIZED (${BARS(p)}), inserted AS (
  INSERT INTO bar (${COLUMNS}) SELECT ${COLUMNS} FROM offered
      ON CONFLICT (series_id, time) DO NOTHING
  RETURNING series_id, time
), all_inserted AS MATERIALIZED (
  SELECT count(*) FROM inserted
), revised AS (
  UPDATE bar
     SET open = offered.open, high = offered.high, low = offered.low, close = offered.close, volume = offered.volume,
         quote_volume = offered.quote_volume, trades = offered.trades, taker_volume = offered.taker_volume
    FROM offered
   WHERE bar.series_id = offered.series_id AND bar.time = offered.time
     AND bar.series_id = ANY (${p.seriesIds}) AND (SELECT count FROM all_inserted) >= 0
     AND (bar.open, bar.high, bar.low, bar.close, bar.volume, bar.quote_volume, bar.trades, bar.taker_volume)
         IS DISTINCT FROM (offered.open, offered.high, offered.low, offered.close, offered.volume,
                           offered.quote_volume, offered.trades, offered.taker_volume)
  RETURNING 1
), new_bars AS MATERIALIZED (
  SELECT series_id, count(*) AS bars, min(time) AS first_bar, max(time) AS last_bar
    FROM inserted, (SELECT count(*) FROM revised) revised
   GROUP BY 1
)`,
  gained: `LATERAL (SELECT max(bars) AS bars, max(first_bar) AS first_bar, max(last_bar) AS last_bar
                                           FROM new_bars WHERE new_bars.series_id = step.series_id) gained`,
};
