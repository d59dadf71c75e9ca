import { PgBoss } from 'pg-boss';
import { contend, inParts } from './contender.mjs';
import { connectionsFor, Rows } from './rows.mjs';

/**
 * Calls `fetch` and `complete` directly, as the documentation of pg-boss suggests for higher throughput: its `work`
 * loop polls at most every half second.
 * @param lanesOf returns the number of lanes, and how many jobs each takes at a time
 * @param handlerOf returns what does the work of the items
 */
export function bossContender(lanesOf, handlerOf = (task) => new Rows(task)) {
  return contend(async (task) => {
    const { lanes, batchSize } = lanesOf(task);
    const rows = handlerOf(task);
    const boss = new PgBoss({
      connectionString: task.databaseUrl,
      max: Math.max(connectionsFor(task.concurrency), 10),
    });
    boss.on('error', console.error);
    await boss.start();
    await boss.createQueue('collect');
    const lane = async () => {
      for (;;) {
        const jobs = await boss.fetch('collect', { batchSize });
        if (!jobs?.length) return;
        await rows.store(jobs.map(({ data }) => data.item));
        await boss.complete('collect', jobs.map(({ id }) => id)); // prettier-ignore
      }
    };
    return {
      queue: async (first, count) => {
        await inParts(first, count, (items) => boss.insert('collect', items.map((item) => ({ data: { item } })))); // prettier-ignore
        return () => Promise.all(Array.from({ length: lanes }, lane));
      },
      close: async () => {
        await boss.stop({ graceful: false });
        await rows.close();
      },
    };
  });
}
