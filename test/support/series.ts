import type { DataSource } from 'typeorm';

/** Inserts a series of which something is stored. @returns its id */
export async function insertSeries(
  database: DataSource,
  source: string,
  symbol: string,
  interval: string,
): Promise<number> {
  const [{ id }] = await database.query<[{ id: number }]>(
    'INSERT INTO series (source, symbol, interval, updated_at) VALUES ($1, $2, $3, now()) RETURNING id',
    [source, symbol, interval],
  );
  return id;
}

/** Inserts `count` bars of one minute each, with prices of 1, from 2024-01-01T00:01Z on. */
export async function insertMinutes(
  database: DataSource,
  source: string,
  symbol: string,
  count: number,
): Promise<void> {
  const id = await insertSeries(database, source, symbol, 'ONE_MINUTE');
  await database.query(
    `INSERT INTO bar (series_id, time, open, high, low, close, volume)
     SELECT $1, timestamptz '2024-01-01' + n * interval '1 minute', 1, 1, 1, 1, 1 FROM generate_series(1, $2) n`,
    [id, count],
  );
  await countStretches(database, id);
}

const STRETCHES = `
  SELECT series_id, floor(extract(epoch FROM time) / (1000 * CASE interval
           WHEN 'ONE_MINUTE' THEN 60 WHEN 'FIVE_MINUTES' THEN 300 WHEN 'FIFTEEN_MINUTES' THEN 900
           WHEN 'ONE_HOUR' THEN 3600 ELSE 86400 END))::integer AS stretch, count(*)::integer AS bars
    FROM bar JOIN series ON series.id = series_id
   GROUP BY 1, 2`;

/** Counts the bars of a series that a test has inserted, as the store does. */
export async function countStretches(database: DataSource, seriesId: number): Promise<void> {
  await database.query(
    `INSERT INTO bar_stretch (series_id, stretch, bars)
     SELECT series_id, stretch, bars FROM (${STRETCHES}) counted WHERE series_id = $1`,
    [seriesId],
  );
}

/** Returns the stretches whose count is not the number of the bars in them. */
export function miscounted(database: DataSource): Promise<unknown[]> {
  return database.query(
    `SELECT series_id, stretch, counted.bars AS counted, stored.bars AS stored
       FROM bar_stretch counted FULL JOIN (${STRETCHES}) stored USING (series_id, stretch)
      WHERE counted.bars IS DISTINCT FROM stored.bars`,
  );
}
