import type { ClusterEngine } from '../support/cluster';
import { hasRedis } from '../support/redis-server';
import { isAll } from '../support/scope.js';

/** What a cluster can run on; of `npm run test:all` Redis is skipped, visibly, where there is none. */
export const ENGINES: readonly (readonly [ClusterEngine, jest.Describe])[] = [
  ['PostgreSQL', describe],
  ...(isAll ? ([['Redis', hasRedis ? describe : describe.skip]] as const) : []),
];
