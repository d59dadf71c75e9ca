import type { ClusterEngine } from '../support/cluster';
import { hasRedis } from '../support/redis-server';
import { isAll } from '../support/scope.js';

/** Engines of a cluster. Redis is tested by `npm run test:all` only, and visibly skipped without a redis-server. */
export const ENGINES: readonly (readonly [ClusterEngine, jest.Describe])[] = [
  ['PostgreSQL', describe],
  ...(isAll ? ([['Redis', hasRedis ? describe : describe.skip]] as const) : []),
];
