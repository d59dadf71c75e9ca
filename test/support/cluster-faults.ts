import { Redis } from 'ioredis';
import type { Recorder } from '../checker/recorder';
import type { Node } from './cluster-node';
import type { Wire } from './wire';

/** What can happen to a single connection. Other connections and new ones pass. */
const DISTURB = {
  /** Both sides are told. */
  RESET: (wire: Wire) => wire.reset(),
  /** Neither side is told, and nothing passes any more. */
  SILENT: (wire: Wire) => wire.hold(),
  /** As SILENT, until it is healed: then all that was sent meanwhile arrives. */
  SILENT_FOR_A_TIME: (wire: Wire) => wire.hold(),
  /** The server hears nothing more from the node, which still hears the server. */
  SILENT_TO_SERVER: (wire: Wire) => wire.hold('TO_HOST'),
  /** The server still executes what the node sends, and the node hears no answer. */
  SILENT_TO_NODE: (wire: Wire) => wire.hold('TO_CLIENT'),
  /** The server has closed the connection. The node still considers it open, and is never told. */
  HALF_OPEN: (wire: Wire) => {
    wire.hold();
    wire.forsake();
  },
  /** The server has closed the connection. The node still considers it open, and is told when it next sends. */
  HALF_OPEN_HEALED: (wire: Wire) => wire.forget(),
} as const;

export type Disturbance = keyof typeof DISTURB;

export const DISTURBANCES = Object.keys(DISTURB) as readonly Disturbance[];

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
   * Disturbs one connection of a node to a shared store.
   * @param pick selects the connection
   * @returns a function that heals the connection, with effect only on one that is SILENT_FOR_A_TIME
   */
  disturbOne(n: number, pick: number, how: Disturbance): () => void {
    const { links } = this.cluster.node(n);
    const link = links[pick % links.length]!;
    const wire = link.one(Math.floor(pick / links.length));
    const over = this.cluster.recorder.faultBegins('CONNECTIONS_LOST', n);
    if (wire) DISTURB[how](wire);
    if (how !== 'SILENT_FOR_A_TIME') over();
    return () => {
      // The end of a cut resets the connection.
      if (how === 'SILENT_FOR_A_TIME' && !link.isDown) wire?.heal();
      over();
    };
  }
}
