// Plain `pg`, as plain-unnest, but rows that would not change are not written.
import { contendInLanes } from '../support/contender/contender.mjs';
import { Rows } from '../support/contender/rows.mjs';

await contendInLanes((task) => {
  const rows = new Rows(Object.assign(task, { skipsUnchanged: true }));
  return { store: (items) => rows.store(items), close: () => rows.close() };
});
