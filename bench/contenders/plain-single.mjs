// The limit of one commit per item: plain `pg`, without any other bookkeeping.
import { contend, inLanes } from '../support/contender.mjs';
import { Rows } from '../support/rows.mjs';

await contend(async (task) => {
  const rows = new Rows(task);
  return { run: () => inLanes(task, (items) => rows.store(items)), close: () => rows.close() };
});
