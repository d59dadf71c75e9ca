// graphile-worker as its performance guide advises (https://worker.graphile.org/docs/performance): a local queue
// that fetches many jobs at once, and completions written in batches.
import { graphileContender } from '../support/contender/graphile-worker.mjs';

await graphileContender(() => ({
  localQueue: { size: 500 },
  completeJobBatchDelay: 0,
  failJobBatchDelay: 0,
}));
