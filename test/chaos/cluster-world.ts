import { Redis } from 'ioredis';
import { SimxServer } from '../../src/sources/simx/simx-server';
import { Cluster, type ClusterEngine } from '../support/cluster';
import { eventually } from '../support/eventually';
import { JOBS, NODES, type Step } from './script';
import { SEED, STORED, WINDOW, type Acknowledged, type Frozen } from './soundness';

/** What happens to three nodes, and how often. FORGET: Redis loses everything that it holds. */
export const CLUSTER_DEEDS = {
  PAUSE: 6,
  PAUSE_ABORT: 3,
  RESUME: 8,
  CANCEL: 1,
  KILL_NODE: 6,
  TERMINATE_NODE: 2,
  FREEZE: 3,
  CUT_OFF: 3,
  CUT_CONNECTIONS: 2,
  FORGET: 1,
  FAULT: 4,
} as const;

export type ClusterDeed = keyof typeof CLUSTER_DEEDS;

const SYMBOLS_PER_JOB = 40;
/** How long a node is frozen or cut off at least, in milliseconds: some are taken for dead, some are not. */
const AWAY_MS = [500, 5_000] as const;

/** Three nodes, the exchange they collect from, and whoever does things to them. */
export class ClusterWorld {
  readonly acknowledged: Acknowledged[] = [];
  readonly frozen: Frozen[] = [];
  readonly jobs: { id: string; symbols: string[] }[] = [];
  kills = 0;
  /** When a node that is away comes back. */
  private readonly away = new Map<number, Promise<void>>();

  private constructor(
    readonly exchange: SimxServer,
    private readonly cluster: Cluster,
  ) {}

  static async open(engine: ClusterEngine): Promise<ClusterWorld> {
    const exchange = new SimxServer({ seed: SEED, latencyMs: 60, ratePerSecond: 100_000, burst: 100_000 });
    const { baseUrl: source } = await exchange.start();
    const env = { SHUTDOWN_GRACE_MS: '300', SOURCE_TIMEOUT_MS: '1000' };
    const world = new ClusterWorld(exchange, await Cluster.open({ engine, source, env, nodes: NODES }));
    for (let index = 0; index < JOBS; index++) await world.startJob(index);
    return world;
  }

  async do({ deed, job, node, fault, afterMs }: Step<ClusterDeed>): Promise<void> {
    switch (deed) {
      case 'PAUSE':
        return void (await this.acknowledge(node, 'pauseJob', job));
      case 'PAUSE_ABORT':
        return void (await this.acknowledge(node, 'pauseJob', job, ', inFlight: ABORT'));
      case 'RESUME':
        return void (await this.acknowledge(node, 'resumeJob', job));
      case 'CANCEL':
        return this.cancel(node, job);
      case 'KILL_NODE':
        return this.replace(node, 'SIGKILL');
      case 'TERMINATE_NODE':
        return this.replace(node, 'SIGTERM');
      case 'FREEZE':
        return this.sendAway(node, AWAY_MS[afterMs % 2]!, 'FREEZE');
      case 'CUT_OFF':
        return this.sendAway(node, AWAY_MS[afterMs % 2]!, 'CUT_OFF');
      case 'CUT_CONNECTIONS':
        await this.sql(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()',
        );
        return;
      case 'FORGET':
        return this.forget();
      case 'FAULT':
        this.exchange.faults.add({ kind: fault, times: 3 });
    }
  }

  /** The storm is over: everybody is back, whatever is paused goes on, and every job comes to its end. */
  async calm(): Promise<void> {
    this.exchange.faults.clear();
    await Promise.all(this.away.values());
    for (const [index, { id }] of this.jobs.entries()) {
      await eventually(
        async () => {
          const { state } = await this.job(id);
          if (state === 'PAUSED') await this.acknowledge(index % NODES, 'resumeJob', index);
          return ['COMPLETED', 'CANCELLED', 'FAILED'].includes(state);
        },
        { timeoutMs: 90_000 },
      );
    }
  }

  async job(id: string): Promise<{ state: string; version: number }> {
    const [job] = await this.cluster.sql<{ state: string; version: number }>(
      'SELECT state, version FROM collection_job WHERE id = $1',
      [id],
    );
    return job!;
  }

  async sql<T extends object>(query: string, values: unknown[] = []): Promise<T[] | undefined> {
    return this.cluster.sql<T>(query, values).catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.cluster.close();
    await this.exchange.close();
  }

  private async startJob(index: number): Promise<void> {
    const symbols = Array.from(
      { length: SYMBOLS_PER_JOB },
      (_, n) => `SIM-${String(index * SYMBOLS_PER_JOB + n + 1).padStart(3, '0')}`,
    );
    const draft = { symbols, interval: 'ONE_HOUR', concurrency: 4, ...WINDOW };
    this.jobs.push({ id: await this.cluster.startJob(index % NODES, draft), symbols });
  }

  /** A command that is not answered may have been carried out or not; only what is answered is a promise. */
  private async acknowledge(node: number, name: string, job: number, more = ''): Promise<boolean> {
    const { id } = this.jobs[job]!;
    if (this.away.has(node)) return false;
    const answer = await this.cluster.command(node, name, id, more).catch(() => undefined);
    if (!answer?.id) return false;
    this.acknowledged.push(answer as Acknowledged);
    return true;
  }

  private async cancel(node: number, job: number): Promise<void> {
    const { id, symbols } = this.jobs[job]!;
    if (!(await this.acknowledge(node, 'cancelJob', job))) return;
    const [found] = (await this.sql<{ rows: string; bars: string }>(STORED, [id, symbols])) ?? [];
    if (found) this.frozen.push({ id, ...found });
  }

  private async replace(node: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    if (this.away.has(node)) return;
    this.kills += signal === 'SIGKILL' ? 1 : 0;
    await this.cluster.kill(node, signal);
    await this.cluster.node(node).start();
  }

  private async sendAway(node: number, ms: number, how: 'FREEZE' | 'CUT_OFF'): Promise<void> {
    if (this.away.has(node)) return;
    if (how === 'FREEZE') this.cluster.freeze(node);
    else this.cluster.cutOff(node);
    const back = new Promise<void>((resolve) => setTimeout(resolve, ms)).then(() => {
      if (how === 'FREEZE') this.cluster.thaw(node);
      else this.cluster.mend(node);
      this.away.delete(node);
    });
    this.away.set(node, back);
  }

  private async forget(): Promise<void> {
    if (!this.cluster.redisUrl) return;
    const redis = new Redis(this.cluster.redisUrl);
    await redis.flushall();
    redis.disconnect();
  }
}
