// DBOS Transact: one workflow with one step per item, up to `concurrency` steps at once
// (https://docs.dbos.dev/typescript/tutorials/step-tutorial). The steps write through their own pool; DBOS records each
// step in its system database, here the same PostgreSQL.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { contend, inLanes } from '../support/contender/contender.mjs';
import { connectionsFor, Rows } from '../support/contender/rows.mjs';

await contend(async (task) => {
  const rows = new Rows(task);
  const collect = DBOS.registerWorkflow(
    (first, count) => inLanes(task.concurrency, first, count, (items) => DBOS.runStep(() => rows.store(items).then(() => null), { name: 'store' })), // prettier-ignore
    { name: 'collect' },
  );
  const quiet = { info: () => {}, debug: () => {}, warn: console.error, error: console.error };
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: task.databaseUrl,
    systemDatabasePoolSize: Math.max(connectionsFor(task.concurrency), 10),
    logger: quiet,
  });
  await DBOS.launch();
  return {
    queue: async (first, count) => () => collect(first, count),
    close: async () => {
      await DBOS.shutdown();
      await rows.close();
    },
  };
});
