import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import { contend, countdown, inParts } from './contender.mjs';
import { connectionsFor, Rows } from './rows.mjs';

export function graphileContender(extra) {
  return contend(async (task) => {
    const rows = new Rows(task);
    const logger = new Logger(() => (level, message) => level === 'error' && console.error(message));
    const utils = await makeWorkerUtils({ connectionString: task.databaseUrl, logger });
    await utils.migrate();
    const { concurrency, databaseUrl } = task;
    const worker = {
      connectionString: databaseUrl,
      concurrentJobs: concurrency,
      maxPoolSize: Math.max(10, connectionsFor(concurrency) + 2),
      ...extra(task),
    };
    let runner;
    return {
      queue: async (first, count) => {
        await runner?.stop();
        const jobOf = (item) => ({ identifier: 'collect', payload: { item } });
        await inParts(first, count, (items) => utils.addJobs(items.map(jobOf)));
        const { all, done } = countdown(count);
        const collect = ({ item }) => rows.store([item]).then(() => done());
        return async () => {
          runner = await run({ preset: { worker }, logger, noHandleSignals: true, taskList: { collect } });
          await all;
          await emptied(rows.pool);
        };
      },
      close: async () => {
        await runner?.stop();
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
