import type { ControlOrder } from '../../domain/control-order';
import type { JobUpdate } from '../../domain/job-update';
import type { ShareOfJob } from './collection-ledger';

/** What a node does: answers the API, runs workers, or both. */
export type NodeRole = 'api' | 'worker' | 'all';

/** A node as it said of itself last. */
export interface NodeState {
  /** Of one process: a restart is another node. */
  readonly id: string;
  readonly role: NodeRole;
  /** Shares of jobs that it works on. */
  readonly shares: number;
}

/** The answer to a heartbeat. */
export interface Pulse {
  /** All nodes that were heard of lately, this one among them. */
  readonly nodes: readonly NodeState[];
  /** The jobs that were asked about, as they are: every command committed before the question is in it. */
  readonly orders: ReadonlyMap<string, ControlOrder>;
  /** The database's clock, in milliseconds since 1970. */
  readonly now: number;
}

/** What the nodes of a cluster know of each other, and of what is left to be done. All throw StoreUnavailableError and NodeOutdatedError. */
export interface ClusterStore {
  /** The name of everything that the nodes share elsewhere. */
  clusterId(): Promise<string>;
  beat(node: NodeState, jobIds: readonly string[]): Promise<Pulse>;
  leave(nodeId: string): Promise<void>;
  /** Nodes that are alive and hold a share of the job. */
  holders(jobId: string): Promise<readonly string[]>;
  /** Shares of a job that still have symbols without an outcome. */
  unfinishedShares(jobId: string): Promise<readonly ShareOfJob[]>;
  /** Whether a run of this node has the right to store what it gets for the share. */
  isHeldBy(nodeId: string, share: ShareOfJob): Promise<boolean>;
  /** Whether a share wants a run: its job is to be started, runs, or has not been told to have drained. */
  isWanted(share: ShareOfJob): Promise<boolean>;
  /**
   * Shares that want a run and have none, as far as can be seen: nobody holds them, or a node that is not there any
   * more, or this one without knowing it.
   */
  leftBehind(nodeId: string, running: readonly ShareOfJob[]): Promise<readonly ShareOfJob[]>;
  /** What was committed in the last `ms` milliseconds: the transitions of each job in their order, then the job as it is. */
  updatesSince(ms: number): Promise<readonly JobUpdate[]>;
}
