// pg-boss 10.4 in batches: one lane fetches, stores and completes as many jobs at a time as may be in flight.
import { bossContender } from '../support/pg-boss.mjs';

await bossContender(({ concurrency }) => ({ lanes: 1, batchSize: concurrency }));
