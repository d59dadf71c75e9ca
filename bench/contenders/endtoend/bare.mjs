// The bare loop, `concurrency` symbols at once.
import { contendInLanes } from '../../support/contender/contender.mjs';
import { BareCollection } from '../../support/endtoend/kline-rows.mjs';

await contendInLanes((task) => {
  const collection = new BareCollection(task);
  return { store: (items) => collection.store(items), close: () => collection.close() };
});
