import { Redis } from 'ioredis';
import { SourceBudget } from '../../src/application/services/source-budget';
import { postgresLimiters, redisLimiters, type LimiterOf } from '../../src/cluster/rate-limiters';
import { poolOf } from '../../src/persistence/data-source';
import { createTestDatabase } from '../support/database';
import { startRedis } from '../support/redis-server';
import { ENGINES } from './engines';

const PER_SECOND = 200;

for (const [engine, describeIt] of ENGINES) {
  describeIt(`the budget of a source, counted in ${engine}`, () => {
    let limiterOf: LimiterOf;
    let close: () => Promise<void>;
    beforeEach(async () => {
      if (engine === 'PostgreSQL') {
        const database = await createTestDatabase();
        [limiterOf, close] = [postgresLimiters(poolOf(database.source)), () => database.drop()];
      } else {
        const server = (await startRedis())!;
        const redis = new Redis(server.url);
        limiterOf = redisLimiters(redis, 'test');
        close = async () => {
          redis.disconnect();
          await server.stop();
        };
      }
    });
    afterEach(() => close());

    const budgets = (count: number) =>
      Array.from({ length: count }, () => new SourceBudget('exchange', limiterOf(PER_SECOND)));

    test('holds for all nodes together, to the last request', async () => {
      const waits = await Promise.all(budgets(3).flatMap((each) => Array.from({ length: 150 }, () => each.take())));
      expect(waits.filter((wait) => wait === 0)).toHaveLength(PER_SECOND);
      for (const wait of waits) expect(wait).toBeLessThanOrEqual(1_000);
    });

    test('is blocked for all of them when one is told to stay away', async () => {
      const [told, other] = budgets(2) as [SourceBudget, SourceBudget];
      await told.block(30_000);
      expect(await other.take()).toBeGreaterThan(20_000);
    });
  });
}
