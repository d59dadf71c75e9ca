// graphile-worker: one job per item, `concurrency` at once (https://worker.graphile.org/docs/config).
import { graphileContender } from '../support/contender/graphile-worker.mjs';

await graphileContender(() => ({}));
