import { Redis } from 'ioredis';
import type { Recorder } from '../checker/recorder';
import type { Node } from './cluster-node';

/** What faults are done to. */
export interface FaultyCluster {
  readonly recorder: Recorder;
  readonly redisUrl: string | undefined;
  node(n: number): Node;
  sql(query: string): Promise<unknown>;
}

/** What may befall nodes and what they share, short of their death. All of it is recorded. */
export class ClusterFaults {
  /** What ends the record of a node that is away. */
  private readonly repairs = new Map<number, () => void>();

  constructor(private readonly cluster: FaultyCluster) {}

  /** Redis loses everything that it holds. @returns false where there is none */
  async forget(): Promise<boolean> {
    const { redisUrl } = this.cluster;
    if (!redisUrl) return false;
    const redis = new Redis(redisUrl);
    this.cluster.recorder.faultHappens('FORGOTTEN', null);
    await redis.flushall();
    redis.disconnect();
    return true;
  }

  /** Ends all connections to the database but this one. */
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

  /** @param how HALF_OPEN: the node is not told that its connections of before are gone */
  mend(n: number, how: 'RESET' | 'HALF_OPEN' = 'RESET'): void {
    for (const link of this.cluster.node(n).links) {
      if (how === 'RESET') link.mend();
      else link.mendHalfOpen();
    }
    this.repairs.get(n)?.();
  }

  /**
   * One connection of a node to what the nodes share falls silent. @param pick which
   * @param how HALF_OPEN: its host has given it up, the node believes in it
   */
  silenceOne(n: number, pick: number, how: 'SILENT' | 'HALF_OPEN'): void {
    const { links } = this.cluster.node(n);
    const link = links[pick % links.length]!;
    this.cluster.recorder.faultHappens('CONNECTIONS_LOST', n);
    if (link.silenceOne(pick) && how === 'HALF_OPEN') link.hostGivesUp();
  }
}
