// pg-boss: a job for each symbol, whose handler is the bare loop; one job at a time in each lane.
import { BareCollection } from '../../support/endtoend/kline-rows.mjs';
import { bossContender } from '../../support/contender/pg-boss.mjs';

await bossContender(
  ({ concurrency }) => ({ lanes: concurrency, batchSize: 1 }),
  (task) => new BareCollection(task),
);
