import type { DataSource } from 'typeorm';
import { countStretches } from './series';

/** A bar as a test stores it; prices and volumes as text. */
export interface StoredBar {
  readonly time: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string | null;
  readonly trades: string | null;
  readonly takerVolume: string | null;
}

/** Returns a bar whose values are all 1, but for those given. */
export function barAt(time: number, values: Partial<StoredBar> = {}): StoredBar {
  const ones = {
    open: '1',
    high: '1',
    low: '1',
    close: '1',
    volume: '1',
    quoteVolume: '1',
    trades: '1',
    takerVolume: '1',
  };
  return { time, ...ones, ...values };
}

interface SeriesName {
  readonly source?: string;
  readonly symbol?: string;
  readonly interval?: string;
}

/** Stores a series with its bars, as a collection does. Nothing of it is proved. */
export async function insertBars(database: DataSource, name: SeriesName, bars: readonly StoredBar[]): Promise<void> {
  const { source = 's', symbol = 'S', interval = 'ONE_MINUTE' } = name;
  const times = bars.map(({ time }) => time).sort((a, b) => a - b);
  const [{ id }] = await database.query<[{ id: number }]>(
    `INSERT INTO series (source, symbol, interval, bars, first_bar, last_bar, updated_at)
     VALUES ($1, $2, $3, $4, to_timestamp($5 / 1000.0), to_timestamp($6 / 1000.0), now()) RETURNING id`,
    [source, symbol, interval, bars.length, times[0] ?? null, times.at(-1) ?? null],
  );
  await database.query(
    `INSERT INTO bar (series_id, time, open, high, low, close, volume, quote_volume, trades, taker_volume)
     SELECT $1, to_timestamp(time / 1000.0), open, high, low, close, volume, "quoteVolume", trades, "takerVolume"
       FROM json_to_recordset($2) AS bar (time double precision, open numeric, high numeric, low numeric, close numeric,
                                          volume numeric, "quoteVolume" numeric, trades bigint, "takerVolume" numeric)`,
    [id, JSON.stringify(bars)],
  );
  await countStretches(database, id);
}
