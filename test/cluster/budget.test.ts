import { Redis } from 'ioredis';
import { SourceBudget } from '../../src/application/source-access/source-budget';
import { memoryLimiters, postgresLimiters, redisLimiters, type LimiterOf } from '../../src/cluster/rate-limiters';
import { poolOf } from '../../src/persistence/database/data-source';
import { createTestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { startRedis } from '../support/redis-server';
import { ENGINES } from './engines';

const PER_SECOND = 200;
const RATE = { requests: PER_SECOND, seconds: 1 };

for (const [engine, describeIt] of [...ENGINES, ['memory', describe] as const]) {
  describeIt(`the budget of a source, counted in ${engine}`, () => {
    let limiterOf: LimiterOf;
    let close: () => Promise<void>;
    beforeEach(async () => {
      if (engine === 'PostgreSQL') {
        const database = await createTestDatabase();
        [limiterOf, close] = [postgresLimiters(poolOf(database.source)), () => database.drop()];
      } else if (engine === 'memory') {
        const limiter = memoryLimiters(RATE);
        [limiterOf, close] = [() => limiter, async () => undefined];
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
      Array.from({ length: count }, () => new SourceBudget('exchange', limiterOf(RATE)));

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

    test('a shorter ban, of whoever it is, does not shorten a longer one; a longer one extends it', async () => {
      const [told, other, third] = budgets(3) as [SourceBudget, SourceBudget, SourceBudget];
      await told.block(300_000);
      await other.block(5_000);
      await told.block(500);
      expect(await third.take()).toBeGreaterThan(200_000);
      await other.block(3_000_000);
      expect(await third.take()).toBeGreaterThan(2_000_000);
    });

    test('of many bans at once the longest holds, in whatever order they come', async () => {
      const seconds = [40, 900, 10, 2_000, 1, 300];
      await Promise.all(budgets(seconds.length).map((each, n) => each.block(seconds[n]! * 1_000)));
      const wait = await budgets(1)[0]!.take();
      expect(wait).toBeGreaterThan(1_000_000);
      expect(wait).toBeLessThanOrEqual(2_000_000);
    });

    test('who asks while it is blocked neither shortens nor ends the ban', async () => {
      const [told, ...others] = budgets(4) as [SourceBudget, ...SourceBudget[]];
      await told.block(300_000);
      for (let n = 0; n < 20; n++) await Promise.all(others.map((each) => each.take()));
      expect(await told.take()).toBeGreaterThan(200_000);
    });

    test('a ban comes on top of what was taken already, and one of less than a second ends', async () => {
      const [told, other] = budgets(2) as [SourceBudget, SourceBudget];
      await Promise.all(Array.from({ length: PER_SECOND }, () => told.take()));
      await told.block(300);
      expect(await other.take()).toBeGreaterThan(0);
      await eventually(async () => (await other.take()) === 0);
    });
  });
}
