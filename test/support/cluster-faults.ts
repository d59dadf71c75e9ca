import { Redis } from 'ioredis';
import type { Recorder } from '../checker/recorder';
import type { Node } from './cluster-node';

/** The part of a cluster that fault injection needs. */
export interface FaultyCluster {
  readonly recorder: Recorder;
  readonly redisUrl: string | undefined;
  node(n: number): Node;
  sql(query: string): Promise<unknown>;
}

/** Injects faults, other than kills, into nodes and their shared stores. Each fault is recorded. */
export class ClusterFaults {
  /** By node: ends the record of its current fault. */
  private readonly repairs = new Map<number, () => void>();

  constructor(private readonly cluster: FaultyCluster) {}

  /** Flushes Redis. @returns false if the cluster has no Redis */
  async forget(): Promise<boolean> {
    const { redisUrl } = this.cluster;
    if (!redisUrl) return false;
    const redis = new Redis(redisUrl);
    this.cluster.recorder.faultHappens('FORGOTTEN', null);
    await redis.flushall();
    redis.disconnect();
    return true;
  }

  /** Terminates all database connections except those of the test. */
  async cutConnections(): Promise<void> {
    this.cluster.recorder.faultHappens('CONNECTIONS_LOST', null);
    await this.cluster.sql(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname = current_database() AND application_name <> 'sluice test'`,
    );
  }

  freeze(n: number): void {
    this.cluster.node(n).isUp = false;
    this.repairs.set(n, this.cluster.recorder.faultBegins('FROZEN', n));
    process.kill(this.cluster.node(n).process.pid, 'SIGSTOP');
  }

  thaw(n: number): void {
    process.kill(this.cluster.node(n).process.pid, 'SIGCONT');
    this.repairs.get(n)?.();
    this.cluster.node(n).isUp = true;
  }

  cutOff(n: number): void {
    this.repairs.set(n, this.cluster.recorder.faultBegins('CUT_OFF', n));
    for (const link of this.cluster.node(n).links) link.cut();
  }

  /** @param how HALF_OPEN: earlier connections stay open on the node's side only */
  mend(n: number, how: 'RESET' | 'HALF_OPEN' = 'RESET'): void {
    for (const link of this.cluster.node(n).links) {
      if (how === 'RESET') link.mend();
      else link.mendHalfOpen();
    }
    this.repairs.get(n)?.();
  }

  /**
   * Silences one connection of a node to a shared store.
   * @param pick selects the connection
   * @param how HALF_OPEN: the server has closed the connection, but the node still considers it open
   */
  silenceOne(n: number, pick: number, how: 'SILENT' | 'HALF_OPEN'): void {
    const { links } = this.cluster.node(n);
    const link = links[pick % links.length]!;
    this.cluster.recorder.faultHappens('CONNECTIONS_LOST', n);
    if (link.silenceOne(pick) && how === 'HALF_OPEN') link.hostGivesUp();
  }
}
