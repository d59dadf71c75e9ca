import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { contend, countdown } from './contender.mjs';
import { Rows } from './rows.mjs';

export function graphileContender(extra) {
  return contend(async (task) => {
    const rows = new Rows(task);
    const logger = new Logger(() => (level, message) => level === 'error' && console.error(message));
    const utils = await makeWorkerUtils({ connectionString: task.databaseUrl, logger });
    await utils.migrate();
    for (let first = 0; first < task.items; first += 1_000) {
      const count = Math.min(1_000, task.items - first);
      const jobs = Array.from({ length: count }, (_, n) => ({ identifier: 'collect', payload: { item: first + n } }));
      await utils.addJobs(jobs);
    }
    const { all, done } = countdown(task.items);
    let runner;
    return {
      run: async () => {
        runner = await run({
          preset: {
            worker: {
              connectionString: task.databaseUrl,
              concurrentJobs: task.concurrency,
              maxPoolSize: Math.max(10, task.concurrency + 2),
              ...extra(task),
            },
          },
          logger,
          noHandleSignals: true,
          taskList: {
            collect: async ({ item }) => {
              await rows.store([item]);
              done();
            },
          },
        });
        await all;
        await emptied(rows.pool);
      },
      close: async () => {
        await runner.stop();
        await utils.release();
        await rows.close();
      },
    };
  });
}

/** Waits until the job table is empty: graphile-worker deletes the row of a completed job. */
async function emptied(pool) {
  for (;;) {
    const { rows } = await pool.query('SELECT count(*)::integer AS n FROM graphile_worker._private_jobs');
    if (rows[0].n === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
