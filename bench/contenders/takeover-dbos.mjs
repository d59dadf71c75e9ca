// DBOS Transact: two executors with their own ids on one system database, running long workflows. An executor
// recovers its own workflows when it restarts. Those of another executor are recovered by DBOS Conductor, a separate
// service that is not part of the library (https://docs.dbos.dev/production/self-hosting/workflow-recovery).
import { DBOS } from '@dbos-inc/dbos-sdk';

const { DATABASE_URL, EAR, WORKER } = process.env;
const collect = DBOS.registerWorkflow(
  async (item) => {
    for (;;) {
      await DBOS.runStep(() => fetch(`${EAR}?worker=${WORKER}&item=${item}`).then(() => null), { name: 'tell' });
      await DBOS.sleep(50);
    }
  },
  { name: 'collect' },
);
const quiet = { info: () => {}, debug: () => {}, warn: () => {}, error: console.error };
DBOS.setConfig({ name: 'bench', systemDatabaseUrl: DATABASE_URL, executorID: WORKER, logger: quiet });
await DBOS.launch();
for (let n = 0; n < 6; n++) await DBOS.startWorkflow(collect)(`${WORKER}${n}`);
console.log('ready');
