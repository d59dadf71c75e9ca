// The limit of group commit: plain `pg`, one writer that stores whatever is ready while the last transaction is at the
// disk. It lets those that were just released come along, as Sluice does.
import { contend, inLanes } from '../support/contender.mjs';
import { Rows } from '../support/rows.mjs';

await contend(async (task) => {
  const rows = new Rows(task);
  let waiting = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await rows.store(group.map(({ item }) => item));
      for (const { release } of group) release();
      await new Promise(setImmediate);
    }
    isWriting = false;
  };
  const store = ([item]) =>
    new Promise((release) => {
      waiting.push({ item, release });
      if (!isWriting) void writeAll();
    });
  return { run: () => inLanes(task, store), close: () => rows.close() };
});
