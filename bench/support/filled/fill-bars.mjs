/** Opening time of the first bar of every series. */
export const FIRST_BAR = Date.UTC(2020, 0);

/**
 * Inserts series of one-minute bars, `PREFIX-0` and so on, a series in each transaction.
 * @param series `{ prefix, count, minutes }`: each has a bar every minute, but for one in a thousand, which the source
 *   does not have
 * @param note called before each
 */
export async function fillBars(client, { prefix, count, minutes }, note) {
  await client.query('SET synchronous_commit = off');
  for (let n = 0; n < count; n++) {
    if (n % 10 === 0) note(`${prefix}: series ${n + 1} of ${count}`);
    await client.query(SERIES, [`${prefix}-${n}`, FIRST_BAR / 1_000, minutes]);
    for (const { needs, fill } of DERIVED) {
      const { rows } = await client.query('SELECT to_regclass($1) IS NOT NULL AS "exists"', [needs]);
      if (rows[0].exists) await client.query(fill, [`${prefix}-${n}`]);
    }
  }
  await client.query('SET synchronous_commit = on');
}

const MISSING_EVERY = 1_009;

const SERIES = `
  WITH made AS (
    INSERT INTO series (source, symbol, interval) SELECT 'simx', $1, 'ONE_MINUTE' RETURNING id
  )
  INSERT INTO bar (series_id, time, open, high, low, close, volume, quote_volume, trades, taker_volume)
  SELECT made.id, to_timestamp($2) + n * interval '1 minute', price, price + 0.25, price - 0.25, price, volume,
         volume * 100, n % 900, volume / 2
    FROM made, generate_series(0, $3::integer - 1) n,
         LATERAL (SELECT (100 + n % 9973 / 8.0)::numeric(20, 8) AS price, (1 + n % 997 / 16.0)::numeric(20, 5) AS volume) v
   WHERE n % ${MISSING_EVERY} <> ${MISSING_EVERY - 1}`;

/**
 * What the schema keeps of bars in other tables, by the newest migration. \`fill\` gets the symbol as $1. Each is filled
 * only if its table exists: this is the one place to change with the schema.
 */
const DERIVED = [
  {
    needs: 'series',
    fill: `
  UPDATE series
     SET bars = found.bars, first_bar = found.first, last_bar = found.last, updated_at = now(),
         covered = tstzmultirange(tstzrange(found.first, found.last + interval '1 minute'))
    FROM (SELECT count(*) AS bars, min(time) AS first, max(time) AS last
            FROM bar WHERE series_id = (SELECT id FROM series WHERE source = 'simx' AND symbol = $1)) found
   WHERE source = 'simx' AND symbol = $1`,
  },
  {
    // Bars by stretch of a thousand intervals.
    needs: 'bar_stretch',
    fill: `
  INSERT INTO bar_stretch (series_id, stretch, bars)
  SELECT series_id, floor(extract(epoch FROM time) / 60 / 1000), count(*)
    FROM bar WHERE series_id = (SELECT id FROM series WHERE source = 'simx' AND symbol = $1)
   GROUP BY 1, 2`,
  },
];
