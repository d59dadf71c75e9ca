// pg-boss: one job at a time in each lane.
import { bossContender } from '../support/contender/pg-boss.mjs';

await bossContender(({ concurrency }) => ({ lanes: concurrency, batchSize: 1 }));
