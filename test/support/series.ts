import type { DataSource } from 'typeorm';

/** Inserts a series, as the start of a job does. @returns its id */
export async function insertSeries(
  database: DataSource,
  source: string,
  symbol: string,
  interval: string,
): Promise<number> {
  const [{ id }] = await database.query<[{ id: number }]>(
    'INSERT INTO series (source, symbol, interval) VALUES ($1, $2, $3) RETURNING id',
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
}
