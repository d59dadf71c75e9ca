import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal, type JobState } from '../../src/domain/job-state';
import type { CommandName, History } from '../checker/history';
import { Cluster, type ClusterEngine, type ClusterOptions, type CommandOptions } from '../support/cluster';
import { DISTURBANCES } from '../support/cluster-faults';
import { eventually } from '../support/eventually';
import { JOBS, KEPT_JOB, NODES, type Step } from './script';
import { draftOf, REST_SECONDS, startExchange, STORM_ENV, type StormExchange } from './settings';

/** Events on three nodes, with their weights. FORGET: Redis loses all its data. */
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
  DISTURB_CONNECTION: 6,
  FORGET: 1,
  FAULT: 4,
} as const;

/** On nodes with a PostgreSQL server of their own. */
export const KILLABLE_DEEDS = { ...CLUSTER_DEEDS, KILL_POSTGRES: 4 } as const;

export type ClusterDeed = keyof typeof KILLABLE_DEEDS;

/** Durations of a freeze or cut, in milliseconds, at least: some nodes are taken for dead, some are not. */
const AWAY_MS = [500, 5_000] as const;

/** Durations of an outage of PostgreSQL, in milliseconds, without its own start: with the longest, locks expire. */
const OUTAGE_MS = [0, 300, 2_000, 5_000] as const;
/** Durations of a connection's silence that ends, in milliseconds. */
const SILENT_MS = [100, 1_000, 4_000] as const;

/** Three nodes and their exchange, with the events that the script applies to them. */
export class ClusterWorld {
  kills = 0;
  private readonly jobs: string[] = [];
  /** By absent node: resolves when it is back. */
  private readonly away = new Map<number, Promise<void>>();
  /** Resolves when PostgreSQL is back; null while it is up. */
  private outage: Promise<void> | null = null;
  /** Resolve when a connection has been healed. */
  private readonly healing: Promise<void>[] = [];

  private constructor(
    private readonly exchange: StormExchange,
    private readonly cluster: Cluster,
  ) {}

  static async open(
    engine: ClusterEngine,
    place: Pick<ClusterOptions, 'server' | 'clockSkewsMs'>,
  ): Promise<ClusterWorld> {
    const exchange = await startExchange(60);
    const cluster = await Cluster.open({ ...place, engine, exchange: exchange.known, env: STORM_ENV, nodes: NODES });
    const world = new ClusterWorld(exchange, cluster);
    for (let n = 0; n < JOBS; n++) world.jobs.push(await cluster.startJob(n % NODES, draftOf(n, 4)));
    // A PENDING job cannot be paused: the storm would begin with refusals.
    for (const n of world.jobs.keys()) {
      await eventually(async () => (await world.stateOf(n)) !== 'PENDING', { timeoutMs: 30_000 });
    }
    // Otherwise a kill at once could lose the jobs.
    if (place.server) await cluster.flushCommits();
    return world;
  }

  async do({ deed, job, node, fault, afterMs, pick }: Step<ClusterDeed>): Promise<void> {
    switch (deed) {
      case 'PAUSE':
        return this.command(node, 'pauseJob', job);
      case 'PAUSE_ABORT':
        return this.command(node, 'pauseJob', job, { inFlight: 'ABORT' });
      case 'RESUME':
        return this.command(node, 'resumeJob', job);
      case 'CANCEL':
        return job === KEPT_JOB ? undefined : this.command(node, 'cancelJob', job);
      case 'KILL_NODE':
        return this.replace(node, 'SIGKILL');
      case 'TERMINATE_NODE':
        return this.replace(node, 'SIGTERM');
      case 'FREEZE':
        return this.freeze(node, AWAY_MS[afterMs % 2]!);
      case 'CUT_OFF':
        return this.cutOff(node, AWAY_MS[afterMs % 2]!, afterMs % 4 < 2 ? 'RESET' : 'HALF_OPEN');
      case 'CUT_CONNECTIONS':
        return this.outage ? undefined : this.cluster.faults.cutConnections();
      case 'DISTURB_CONNECTION':
        return this.disturb(node, pick);
      case 'KILL_POSTGRES':
        return this.killPostgres(pick);
      case 'FORGET':
        return void (await this.cluster.faults.forget());
      case 'FAULT':
        this.exchange.server.faults.add({ kind: fault, times: 3, retryAfterSeconds: REST_SECONDS });
    }
  }

  /** Ends the storm: waits until everything is back, resumes paused jobs, and waits for the end of every job. */
  async calm(): Promise<void> {
    this.exchange.server.faults.clear();
    await Promise.all([...this.away.values(), this.outage, ...this.healing]);
    for (const index of this.jobs.keys()) await this.untilOver(index);
  }

  private async untilOver(index: number): Promise<void> {
    const isOver = async () => {
      const state = await this.stateOf(index);
      if (state === 'PAUSED') await this.command(index % NODES, 'resumeJob', index);
      return isTerminal(state);
    };
    try {
      await eventually(isOver, { timeoutMs: 90_000 });
    } catch (error) {
      throw new Error(`a job does not end: ${await this.standingOf(index)}`, { cause: error });
    }
  }

  /** Returns what the database says about a job, its leases and the nodes, for the report of a failure. */
  private async standingOf(index: number): Promise<string> {
    const [standing] = await this.cluster.sql(
      `SELECT job.*, clock_timestamp() AS now,
              (SELECT json_agg(lease) FROM job_lease lease WHERE job_id = job.id) AS leases,
              (SELECT json_agg(node) FROM cluster_node node) AS nodes,
              (SELECT json_agg(last) FROM (SELECT seq, type, at, reason FROM job_event WHERE job_id = job.id
                ORDER BY seq DESC LIMIT 10) last) AS "lastEvents"
         FROM collection_job job WHERE id = $1`,
      [this.jobs[index]],
    );
    const processes = this.cluster.nodes.map(({ process }) => process.pid);
    return JSON.stringify({ ...standing, processes });
  }

  finish(): Promise<History> {
    return this.cluster.finish();
  }

  async dispose(): Promise<void> {
    await this.cluster.dispose();
    await this.exchange.server.close();
  }

  private async stateOf(job: number): Promise<JobState> {
    const query = 'SELECT state FROM collection_job WHERE id = $1';
    const [row] = await this.cluster.sql<{ state: JobState }>(query, [this.jobs[job]]);
    return row!.state;
  }

  private async command(node: number, name: CommandName, job: number, options?: CommandOptions): Promise<void> {
    const present = await this.present(node);
    await this.cluster.command(present, name, this.jobs[job]!, options).catch(() => undefined);
  }

  private async replace(node: number, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const present = await this.present(node);
    this.kills += signal === 'SIGKILL' ? 1 : 0;
    await this.cluster.kill(present, signal);
    // Restarts it as a supervisor does: a node exits if it cannot join, for example on a database timeout.
    await eventually(() => this.cluster.node(present).start(), { timeoutMs: 60_000 });
  }

  /** Returns this node, or the next one present: an absent node neither answers nor shuts down gracefully. */
  private async present(node: number): Promise<number> {
    const places = Array.from({ length: NODES }, (_, n) => (node + n) % NODES);
    const present = places.find((n) => !this.away.has(n));
    if (present !== undefined) return present;
    await this.away.get(node);
    return node;
  }

  private freeze(node: number, ms: number): void {
    if (this.away.has(node)) return;
    this.cluster.faults.freeze(node);
    this.comeBack(node, ms, () => this.cluster.faults.thaw(node));
  }

  private cutOff(node: number, ms: number, mended: 'RESET' | 'HALF_OPEN'): void {
    if (this.away.has(node)) return;
    this.cluster.faults.cutOff(node);
    this.comeBack(node, ms, () => this.cluster.faults.mend(node, mended));
  }

  private disturb(node: number, pick: number): void {
    const how = DISTURBANCES[pick % DISTURBANCES.length]!;
    const connection = Math.floor(pick / DISTURBANCES.length);
    const heal = this.cluster.faults.disturbOne(node, connection, how);
    this.healing.push(delay(SILENT_MS[connection % SILENT_MS.length]).then(heal));
  }

  /** The storm goes on while PostgreSQL is down. */
  private async killPostgres(pick: number): Promise<void> {
    if (this.outage) return;
    this.kills++;
    const startAgain = await this.cluster.killPostgres(pick % 2 ? 'PROCESS' : 'MACHINE');
    const outage = delay(OUTAGE_MS[(pick >> 1) % OUTAGE_MS.length])
      .then(startAgain)
      .then(() => void (this.outage = null));
    this.outage = outage;
    // A failure is thrown by calm().
    outage.catch(() => undefined);
  }

  private comeBack(node: number, ms: number, how: () => void): void {
    const passed = new Promise<void>((resolve) => setTimeout(resolve, ms));
    const back = passed.then(() => {
      how();
      this.away.delete(node);
    });
    this.away.set(node, back);
  }
}
