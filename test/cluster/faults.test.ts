import { barsBetween } from '../../src/sources/simx/prices';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import { ENGINES } from './engines';

const SEED = 5;
const SYMBOLS = Array.from({ length: 90 }, (_, n) => `SIM-${String(n + 1).padStart(3, '0')}`);
const WINDOW = { interval: 'ONE_HOUR', from: '2024-01-01T00:00:00.000Z', to: '2024-04-01T00:00:00.000Z' };
const DRAFT = { symbols: SYMBOLS, ...WINDOW, concurrency: 9 };
/** Whoever is taken for dead is so after a few seconds, on a machine that does many other things. */

for (const [engine, describeIt] of ENGINES) {
  describeIt(`three nodes on ${engine}`, () => {
    let exchange: SimxServer;
    let cluster: Cluster;
    let id: string;

    /** A wide job of which every node holds a part. */
    beforeEach(async () => {
      exchange = new SimxServer({ seed: SEED, latencyMs: 50, ratePerSecond: 100_000, burst: 100_000 });
      cluster = await Cluster.open({ engine, source: (await exchange.start()).baseUrl });
      id = await cluster.startJob(0, DRAFT);
      await eventually(async () => (await holders()).length === 3);
    });
    afterEach(async () => {
      await cluster.close();
      exchange.faults.clear();
      await exchange.close();
    });

    const holders = async () => {
      const query = `SELECT DISTINCT holder FROM job_lease WHERE job_id = $1 AND NOT finished AND holder IS NOT NULL`;
      return (await cluster.sql<{ holder: string }>(query, [id])).map(({ holder }) => holder);
    };
    const heldBy = async (n: number) => {
      const pid = `-${cluster.node(n).process.pid}-`;
      return (await holders()).filter((holder) => holder.includes(pid)).length;
    };
    const state = async (n: number) => (await cluster.job(n, id)).state;
    const history = () =>
      cluster.sql<{ seq: number; type: string; reason: string | null; done: number }>(
        `SELECT seq, type, reason, succeeded + empty + failed AS done FROM job_event WHERE job_id = $1 ORDER BY seq`,
        [id],
      );
    const bars = () => cluster.sql<object>('SELECT * FROM bar ORDER BY symbol, time');

    /** No bar lost, doubled or wrong; no outcome counted twice; a history without a gap. */
    async function expectWhole(): Promise<void> {
      const stored = await cluster.sql<{ symbol: string; time: Date; close: string }>(
        'SELECT symbol, time, close FROM bar ORDER BY symbol, time',
      );
      const expected = SYMBOLS.flatMap((symbol) =>
        barsBetween(SEED, symbol, 'ONE_HOUR', Date.parse(WINDOW.from), Date.parse(WINDOW.to)).map(
          ({ time, close }) => ({ symbol, time: new Date(time), close }),
        ),
      );
      expect(stored).toEqual(expected);
      const [tally] = await cluster.sql<object>(
        'SELECT succeeded, empty, failed, "rows"::integer FROM job_tally WHERE job_id = $1',
        [id],
      );
      expect(tally).toEqual({ succeeded: SYMBOLS.length, empty: 0, failed: 0, rows: expected.length });
      const events = await history();
      expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
      const counts = events.map(({ done }) => done);
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
    }

    test('kill -9 of a node in mid-run: the others go on with what it held', async () => {
      await cluster.kill(1);
      await eventually(async () => (await heldBy(1)) === 0);
      const taken = (await history()).filter(({ type }) => type === 'RECOVERED');
      expect(taken.length).toBeGreaterThan(0);
      for (const { reason } of taken) expect(reason).toContain(`-${cluster.node(1).process.pid}-`);
      await eventually(async () => (await state(2)) === 'COMPLETED');
      await expectWhole();
    });

    test('a node frozen in mid-run: it stores nothing when it wakes, and takes part again', async () => {
      const hold = exchange.faults.add({ kind: 'hold', times: 3 });
      await hold.reached(3);
      cluster.freeze(0);
      // Its pages arrive while it is frozen.
      exchange.faults.clear();
      await eventually(async () => (await state(1)) === 'COMPLETED');
      await expectWhole();
      const [historyBefore, barsBefore] = [await history(), await bars()];
      cluster.thaw(0);
      await eventually(async () => (await state(0)) === 'COMPLETED');
      await works(0);
      expect(await history()).toEqual(historyBefore);
      expect((await bars()).slice(0, barsBefore.length)).toEqual(barsBefore);
    });

    test('a node cut off from the database: it stores nothing when it comes back, and takes part again', async () => {
      const hold = exchange.faults.add({ kind: 'hold', times: 3 });
      await hold.reached(3);
      cluster.cutOff(0);
      exchange.faults.clear();
      await eventually(async () => (await state(1)) === 'COMPLETED');
      await expectWhole();
      const [historyBefore, barsBefore] = [await history(), await bars()];
      cluster.mend(0);
      await eventually(async () => (await state(0)) === 'COMPLETED');
      await works(0);
      expect(await history()).toEqual(historyBefore);
      expect((await bars()).slice(0, barsBefore.length)).toEqual(barsBefore);
    });

    /** Alone it does everything that is to be done. */
    async function works(n: number): Promise<void> {
      for (const [other] of cluster.nodes.entries()) if (other !== n) await cluster.kill(other, 'SIGTERM');
      const again = await cluster.startJob(n, { ...DRAFT, symbols: ['SIM-120'] });
      await eventually(async () => (await cluster.job(n, again)).state === 'COMPLETED');
    }
  });
}
