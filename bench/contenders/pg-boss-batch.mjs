// pg-boss in batches: one lane fetches, stores and completes `concurrency` jobs at a time.
import { bossContender } from '../support/contender/pg-boss.mjs';

await bossContender(({ concurrency }) => ({ lanes: 1, batchSize: concurrency }));
