import type { ClusterEngine } from '../support/cluster';
import { hasRedis } from '../support/redis-server';

/** What a cluster can run on; Redis is skipped, visibly, where there is none. */
export const ENGINES: readonly (readonly [ClusterEngine, jest.Describe])[] = [
  ['PostgreSQL', describe],
  ['Redis', hasRedis ? describe : describe.skip],
];
