import pg from 'pg';
import { KLINES } from './klines.mjs';
import { connectionsFor } from '../contender/rows.mjs';

const INSERT = `
  INSERT INTO bar (series_id, time, open, high, low, close, volume, quote_volume, trades, taker_volume)
  SELECT $1::integer, to_timestamp(time / 1000), open, high, low, close, volume, quote_volume, trades, taker_volume
    FROM unnest($2::double precision[], $3::numeric[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
                $8::numeric[], $9::bigint[], $10::numeric[])
         AS given (time, open, high, low, close, volume, quote_volume, trades, taker_volume)
      ON CONFLICT (series_id, time) DO UPDATE
     SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume, quote_volume = excluded.quote_volume, trades = excluded.trades,
         taker_volume = excluded.taker_volume`;

/** Where a row of Binance has these values; without the close time, and what Sluice does not store either. */
const POSITIONS = [0, 1, 2, 3, 4, 5, 7, 8, 9];

/** The insert of everybody but Sluice: one statement a page, prepared once per connection. */
export class KlineRows {
  constructor({ databaseUrl, concurrency }) {
    this.pool = new pg.Pool({ connectionString: databaseUrl, max: connectionsFor(concurrency) });
    this.pool.on('error', () => undefined);
  }

  /** @param rows as Binance sends them. A value that a row does not have is stored as null. */
  store(series, rows) {
    const columns = POSITIONS.map((position) => `{${rows.map((row) => row[position] ?? 'NULL').join()}}`);
    return this.pool.query({ name: 'klines', text: INSERT, values: [series, ...columns] });
  }

  close() {
    return this.pool.end();
  }
}

/** The bare loop: fetch, JSON.parse and the insert, page after page of a symbol, without any check. */
export class BareCollection {
  constructor(task) {
    Object.assign(this, { task, rows: new KlineRows(task) });
  }

  async store([item]) {
    const { pages, rowsPerPage, pageStart } = KLINES;
    for (let page = 0; page < pages; page++) {
      const range = `startTime=${pageStart(page)}&endTime=${pageStart(page + 1) - 1}&limit=${rowsPerPage}`;
      const answer = await fetch(`${this.task.exchangeUrl}/api/v3/klines?symbol=S${item}USDT&interval=1m&${range}`);
      await this.rows.store(item, JSON.parse(await answer.text()));
    }
  }

  close() {
    return this.rows.close();
  }
}
