// Plain `pg`: a page is one COPY into the table itself. COPY cannot resolve conflicts: an existing bar makes it fail.
import { contendInLanes } from '../support/contender/contender.mjs';
import { copyBars } from '../support/contender/copy.mjs';
import { Rows } from '../support/contender/rows.mjs';

await contendInLanes((task) => {
  const rows = new Rows(task);
  const store = async (items) => {
    const client = await rows.pool.connect();
    await copyBars(client, 'bar', rows.pages(items));
    client.release();
  };
  return { store, close: () => rows.close() };
});
