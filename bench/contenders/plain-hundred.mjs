// The limit of a hundred symbols per transaction: plain `pg`, one statement per symbol, one commit per hundred.
import { contendInLanes } from '../support/contender/contender.mjs';
import { Rows } from '../support/contender/rows.mjs';

await contendInLanes((task) => {
  const rows = new Rows(task);
  const hundred = async (items) => {
    const client = await rows.pool.connect();
    await client.query('BEGIN');
    for (const item of items) await rows.store([item], client);
    await client.query('COMMIT');
    client.release();
  };
  return { store: hundred, close: () => rows.close() };
}, 100);
