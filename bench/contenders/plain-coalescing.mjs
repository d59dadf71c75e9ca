// The limit of group commit: plain `pg`, one writer that stores all items that became ready during the last
// transaction. Lanes that a commit releases may add their next item to the following group, as in Sluice.
import { contendInLanes } from '../support/contender/contender.mjs';
import { Rows } from '../support/contender/rows.mjs';

await contendInLanes((task) => {
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
  return { store, close: () => rows.close() };
});
