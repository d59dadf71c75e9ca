// graphile-worker: one job per item, `concurrency` at once (https://worker.graphile.org/docs/config).
import { graphileContender } from '../support/graphile-worker.mjs';

await graphileContender(() => ({}));
