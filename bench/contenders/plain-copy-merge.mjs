// Plain `pg`: a page is one COPY into a temporary table, then one INSERT from it with ON CONFLICT DO UPDATE.
import { contendInLanes } from '../support/contender/contender.mjs';
import { copyBars } from '../support/contender/copy.mjs';
import { Rows } from '../support/contender/rows.mjs';

const MERGE = `
  INSERT INTO bar SELECT * FROM incoming
      ON CONFLICT (series_id, time) DO UPDATE
     SET open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
         volume = excluded.volume`;

await contendInLanes((task) => {
  const rows = new Rows(task);
  const prepared = new WeakSet();
  const store = async (items) => {
    const client = await rows.pool.connect();
    if (!prepared.has(client)) await client.query('CREATE TEMPORARY TABLE incoming (LIKE bar) ON COMMIT DELETE ROWS');
    prepared.add(client);
    await client.query('BEGIN');
    await copyBars(client, 'incoming', rows.pages(items));
    await client.query(MERGE);
    await client.query('COMMIT');
    client.release();
  };
  return { store, close: () => rows.close() };
});
