// DBOS Transact 5.3: one workflow, a step for each item, as many steps at once as the concurrency says
// (https://docs.dbos.dev/typescript/tutorials/step-tutorial). Its steps write through a pool of their own; DBOS records
// each of them in its system database, here the same PostgreSQL.
import { DBOS } from '@dbos-inc/dbos-sdk';
import { contend, inLanes } from '../support/contender.mjs';
import { Rows } from '../support/rows.mjs';

await contend(async (task) => {
  const rows = new Rows(task);
  const collect = DBOS.registerWorkflow(
    () => inLanes(task, (items) => DBOS.runStep(() => rows.store(items).then(() => null), { name: 'store' })),
    { name: 'collect' },
  );
  const quiet = { info: () => {}, debug: () => {}, warn: console.error, error: console.error };
  DBOS.setConfig({
    name: 'bench',
    systemDatabaseUrl: task.databaseUrl,
    systemDatabasePoolSize: Math.max(task.concurrency, 10),
    logger: quiet,
  });
  await DBOS.launch();
  return {
    run: () => collect(),
    close: async () => {
      await DBOS.shutdown();
      await rows.close();
    },
  };
});
