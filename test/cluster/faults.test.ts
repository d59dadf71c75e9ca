import { SimxServer } from '../../src/sources/simx/simx-server';
import { knownSimx } from '../checker/known-exchange';
import { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import { ENGINES } from './engines';

const SEED = 5;
const SYMBOLS = Array.from({ length: 90 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);
const WINDOW = { interval: 'ONE_HOUR', from: '2024-01-01T00:00:00.000Z', to: '2024-04-01T00:00:00.000Z' };
const DRAFT = { symbols: SYMBOLS, ...WINDOW, concurrency: 9 };

for (const [engine, describeIt] of ENGINES) {
  describeIt(`three nodes on ${engine}`, () => {
    let exchange: SimxServer;
    let cluster: Cluster;
    let id: string;

    /** A job of which every node holds shards. `close` checks what was stored, when and by which node. */
    beforeEach(async () => {
      exchange = new SimxServer({ seed: SEED, latencyMs: 50, ratePerSecond: 100_000, burst: 100_000 });
      const { baseUrl } = await exchange.start();
      cluster = await Cluster.open({ engine, exchange: knownSimx(exchange, baseUrl, SEED) });
      id = await cluster.startJob(0, DRAFT);
      await eventually(async () => (await holders()).length === 3);
    });
    afterEach(() => cluster.close().finally(() => exchange.close()));

    const holders = async () => {
      const query = `SELECT DISTINCT holder FROM job_lease WHERE job_id = $1 AND NOT finished AND holder IS NOT NULL`;
      return (await cluster.sql<{ holder: string }>(query, [id])).map(({ holder }) => holder);
    };
    const heldBy = async (n: number) => {
      const pid = `-${cluster.node(n).process.pid}-`;
      return (await holders()).filter((holder) => holder.includes(pid)).length;
    };
    const state = async (n: number) => (await cluster.job(n, id)).state;
    const takenOver = () =>
      cluster.sql<{ reason: string }>(`SELECT reason FROM job_event WHERE job_id = $1 AND type = 'RECOVERED'`, [id]);

    test('kill -9 of a node in mid-run: the others go on with what it held', async () => {
      await cluster.kill(1);
      await eventually(async () => (await heldBy(1)) === 0);
      const taken = await takenOver();
      expect(taken.length).toBeGreaterThan(0);
      for (const { reason } of taken) expect(reason).toContain(`-${cluster.node(1).process.pid}-`);
      await eventually(async () => (await state(2)) === 'COMPLETED');
    });

    test('a node frozen in mid-run: it stores nothing when it wakes, and takes part again', async () => {
      const hold = exchange.faults.add({ kind: 'hold', times: 3 });
      await hold.reached(3);
      cluster.faults.freeze(0);
      // Its pages arrive while the node is frozen.
      exchange.faults.clear();
      await eventually(async () => (await state(1)) === 'COMPLETED');
      cluster.faults.thaw(0);
      await eventually(async () => (await state(0)) === 'COMPLETED');
      await works(0);
    });

    test('a node cut off from the database: it stores nothing when it comes back, and takes part again', async () => {
      const hold = exchange.faults.add({ kind: 'hold', times: 3 });
      await hold.reached(3);
      cluster.faults.cutOff(0);
      exchange.faults.clear();
      await eventually(async () => (await state(1)) === 'COMPLETED');
      cluster.faults.mend(0);
      await eventually(async () => (await state(0)) === 'COMPLETED');
      await works(0);
    });

    /** Expects that the node completes a job without the others. */
    async function works(n: number): Promise<void> {
      for (const [other] of cluster.nodes.entries()) if (other !== n) await cluster.kill(other, 'SIGTERM');
      const again = await cluster.startJob(n, { ...DRAFT, symbols: ['SIM-120'] });
      await eventually(async () => (await cluster.job(n, again)).state === 'COMPLETED');
    }
  });
}
