import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { CommandName } from '../checker/history';
import { apiIdOf } from '../support/api-id';
import { Cluster } from '../support/cluster';
import { eventually } from '../support/eventually';
import { SteadyExchange } from '../support/steady-exchange';
import { ENGINES } from './engines';

const SYMBOLS = Array.from({ length: 20_000 }, (_, n) => `S${n}`);
const DRAFT = {
  symbols: SYMBOLS,
  interval: 'ONE_DAY',
  from: '2024-01-01T00:00:00Z',
  to: '2024-01-02T00:00:00Z',
  concurrency: 24,
};

for (const [engine, describeIt] of ENGINES) {
  describeIt(`commands to any of three nodes on ${engine}`, () => {
    let exchange: SteadyExchange;
    let cluster: Cluster;
    beforeEach(async () => {
      // Slow enough for the job to outlast every test.
      exchange = new SteadyExchange(60);
      cluster = await Cluster.open({ engine, exchange: await exchange.start() });
    });
    afterEach(() => cluster.close().finally(() => exchange.close()));

    async function startWide(): Promise<string> {
      const id = await cluster.startJob(0, DRAFT);
      await eventually(async () => {
        const [row] = await cluster.sql<{ n: number }>(
          'SELECT count(DISTINCT holder)::integer AS n FROM job_lease WHERE job_id = $1',
          [id],
        );
        return row!.n === 3;
      });
      return id;
    }

    /** When the latest event of a type was committed, in milliseconds since the Unix epoch. */
    async function committedAt(id: string, event: string): Promise<number> {
      const query = 'SELECT max(at) AS at FROM job_event WHERE job_id = $1 AND type = $2';
      const [row] = await cluster.sql<{ at: Date }>(query, [id, event]);
      return row!.at.getTime();
    }

    test('after the answer to a pause or a cancel no symbol starts anywhere', async () => {
      const id = await startWide();
      for (const [command, state, node] of [
        ['pauseJob', 'PAUSED', 1],
        ['cancelJob', 'CANCELLED', 2],
      ] as const) {
        // When every lane of every node awaits its response, no further request is on its way.
        exchange.hold();
        await eventually(() => exchange.holds === DRAFT.concurrency);
        expect(await cluster.commandInTheEnd(node, command, id)).toMatchObject({ state });
        const requests = exchange.requests.length;
        exchange.release();
        await eventually(async () => (await cluster.job(0, id)).settled);
        expect(exchange.requests).toHaveLength(requests);
        if (command === 'pauseJob') await cluster.commandInTheEnd(0, 'resumeJob', id);
      }
    });

    test('under load no symbol starts anywhere later than a second after the commit; a resume goes on everywhere', async () => {
      const id = await startWide();
      for (let round = 0; round < 6; round++) {
        const from = exchange.requests.length;
        await eventually(() => exchange.requests.length > from + 50);
        expect(await cluster.commandInTheEnd(round % 3, 'pauseJob', id)).toMatchObject({ state: 'PAUSED' });
        await eventually(async () => (await cluster.job((round + 1) % 3, id)).settled);
        expect(exchange.askedAfter((await committedAt(id, 'PAUSED')) + 1_000)).toEqual([]);
        expect(await cluster.commandInTheEnd((round + 2) % 3, 'resumeJob', id)).toMatchObject({ state: 'RUNNING' });
      }
      expect(await cluster.commandInTheEnd(1, 'cancelJob', id)).toMatchObject({ state: 'CANCELLED' });
      const [before] = await cluster.sql<object>('SELECT count(*) FROM bar');
      await eventually(async () => (await cluster.job(2, id)).settled);
      expect(exchange.askedAfter((await committedAt(id, 'CANCELLED')) + 1_000)).toEqual([]);
      expect(await cluster.sql('SELECT count(*) FROM bar')).toEqual([before]);
      expect(new Set(exchange.requests.map(({ symbol }) => symbol)).size).toBe(exchange.requests.length);
    });

    test('a node that cannot hear of the pause starts nothing either, and obeys it when it can', async () => {
      const id = await startWide();
      cluster.faults.cutOff(0);
      expect(await cluster.commandInTheEnd(1, 'pauseJob', id)).toMatchObject({ state: 'PAUSED' });
      await eventually(async () => (await cluster.job(1, id)).settled);
      cluster.faults.mend(0);
      await eventually(async () => (await cluster.job(0, id)).state === 'PAUSED');
      expect(exchange.askedAfter((await committedAt(id, 'PAUSED')) + 1_000)).toEqual([]);
    });

    test('a node that comes gets its part, and gives it back when it goes', async () => {
      const id = await startWide();
      const parts = async () =>
        (
          await cluster.sql<{ n: number }>(
            `SELECT count(*)::integer AS n FROM job_lease WHERE job_id = $1 AND NOT finished GROUP BY holder ORDER BY n`,
            [id],
          )
        ).map(({ n }) => n);
      await eventually(async () => expect(await parts()).toEqual([4, 4, 4]));
      await cluster.addNode();
      await eventually(async () => expect(await parts()).toEqual([3, 3, 3, 3]));
      expect(await cluster.kill(3, 'SIGTERM')).toMatchObject({ code: 0 });
      await eventually(async () => expect(await parts()).toEqual([4, 4, 4]));
      expect(await cluster.job(0, id)).toMatchObject({ state: 'RUNNING' });
      const [history] = await cluster.sql(`SELECT count(*) FROM job_event WHERE job_id = $1 AND type = 'RECOVERED'`, [
        id,
      ]);
      expect(history).toEqual({ count: '0' });
    });

    test('nodes restarted one after the other under load: no command fails, and who follows the history misses nothing', async () => {
      const id = await startWide();
      const follower = follow(cluster, id);
      let isOver = false;
      const commanding = (async () => {
        for (let n = 0; !isOver; n++) {
          const name = n % 2 === 0 ? 'pauseJob' : 'resumeJob';
          const answer = await throughBalancer(cluster, n, name, id);
          expect(answer).toMatchObject({ state: name === 'pauseJob' ? 'PAUSED' : 'RUNNING' });
        }
      })();
      for (const n of [0, 1, 2]) {
        expect(await cluster.kill(n, 'SIGTERM')).toMatchObject({ code: 0 });
        await cluster.node(n).start();
      }
      isOver = true;
      await commanding;
      await throughBalancer(cluster, 0, 'cancelJob', id);
      const events = await follower;
      expect(events).toEqual(events.map((_, index) => index + 1));
      expect(await cluster.sql('SELECT seq FROM job_event WHERE job_id = $1', [id])).toHaveLength(events.length);
    });
  });
}

/** Sends a command as a load balancer does: to a node that is up, or to the next if that one goes down. Idempotent. */
async function throughBalancer(cluster: Cluster, n: number, name: CommandName, id: string) {
  const requestId = `${name} ${n}`;
  for (let attempt = n; ; attempt++) {
    const node = attempt % cluster.nodes.length;
    if (!cluster.node(node).isUp) continue;
    try {
      return await cluster.command(node, name, id, { requestId });
    } catch (error) {
      // Retried if refused or reset while the node ends, or asked to retry. Any other error is the answer of the API.
      if (!/fetch failed|starting|not valid JSON|SERVICE_UNAVAILABLE/.test(String(error))) throw error;
    }
  }
}

/** The seqs of a job's history until its end, read by clients that resume at the last cursor on the next node. */
async function follow(cluster: Cluster, id: string): Promise<number[]> {
  const seqs: number[] = [];
  let after: string | null = null;
  for (let n = 0; ; n++) {
    const node = cluster.node(n % cluster.nodes.length);
    const client = createClient({
      url: node.address.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    });
    const query = `subscription ($after: String) { jobEvents(id: "${apiIdOf(id)}", after: $after) { cursor seq } }`;
    try {
      for await (const { data } of client.iterate<{ jobEvents: { cursor: string; seq: number } }>({
        query,
        variables: { after },
      })) {
        seqs.push(data!.jobEvents.seq);
        after = data!.jobEvents.cursor;
      }
      return seqs;
    } catch {
      // The node has ended: resume on the next one.
    } finally {
      await client.dispose();
    }
  }
}
