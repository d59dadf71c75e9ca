// The limit of one commit per item: plain `pg`, without any other bookkeeping.
import { contendInLanes } from '../support/contender/contender.mjs';
import { Rows } from '../support/contender/rows.mjs';

await contendInLanes((task) => {
  const rows = new Rows(task);
  return { store: (items) => rows.store(items), close: () => rows.close() };
});
