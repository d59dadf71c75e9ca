import PgBoss from 'pg-boss';
import { contend } from './contender.mjs';
import { Rows } from './rows.mjs';

/**
 * Calls `fetch` and `complete` directly, as the documentation of pg-boss suggests for higher throughput: its `work`
 * loop polls at most every half second.
 * @param lanesOf returns the number of lanes, and how many jobs each takes at a time
 */
export function bossContender(lanesOf) {
  return contend(async (task) => {
    const { lanes, batchSize } = lanesOf(task);
    const rows = new Rows(task);
    const boss = new PgBoss({ connectionString: task.databaseUrl, max: Math.max(task.concurrency, 10) });
    boss.on('error', console.error);
    await boss.start();
    await boss.createQueue('collect');
    for (let first = 0; first < task.items; first += 1_000) {
      const count = Math.min(1_000, task.items - first);
      await boss.insert(Array.from({ length: count }, (_, n) => ({ name: 'collect', data: { item: first + n } })));
    }
    const lane = async () => {
      for (;;) {
        const jobs = await boss.fetch('collect', { batchSize });
        if (!jobs?.length) return;
        await rows.store(jobs.map(({ data }) => data.item));
        await boss.complete('collect', jobs.map(({ id }) => id)); // prettier-ignore
      }
    };
    return {
      run: () => Promise.all(Array.from({ length: lanes }, lane)),
      close: async () => {
        await boss.stop({ graceful: false });
        await rows.close();
      },
    };
  });
}
