import type { ControlOrder } from '../../domain/control-order';
import type { JobUpdate } from '../../domain/job-update';
import type { ShardOfJob } from './collection-ledger';

/** What a node does: serves the API, runs workers, or both. */
export type NodeRole = 'api' | 'worker' | 'all';

/** A node, as of its last heartbeat. */
export interface NodeState {
  /** Identifies one process: a restarted process is a new node. */
  readonly id: string;
  readonly role: NodeRole;
  /** Number of shards that it works on. */
  readonly shards: number;
}

/** The response to a heartbeat. */
export interface Pulse {
  /** All nodes with a recent heartbeat, including this one. */
  readonly nodes: readonly NodeState[];
  /** Current state of the requested jobs. Includes every command that was committed before the heartbeat was sent. */
  readonly orders: ReadonlyMap<string, ControlOrder>;
  /** The database's clock, in milliseconds since 1970. */
  readonly now: number;
}

/**
 * What the nodes of a cluster share about each other and about outstanding work. All methods throw
 * StoreUnavailableError and NodeOutdatedError.
 */
export interface ClusterStore {
  /** Returns the name that scopes what the nodes share outside the database. */
  clusterId(): Promise<string>;
  beat(node: NodeState, jobIds: readonly string[]): Promise<Pulse>;
  leave(nodeId: string): Promise<void>;
  /** Returns the live nodes that hold a shard of the job. */
  holders(jobId: string): Promise<readonly string[]>;
  /** Returns the shards of a job that are not finished. */
  unfinishedShards(jobId: string): Promise<readonly ShardOfJob[]>;
  /** Whether the node holds the lease of the shard. */
  isHeldBy(nodeId: string, shard: ShardOfJob): Promise<boolean>;
  /** Whether a shard wants a run: it is not finished, and its job is PENDING, RUNNING, or PAUSED and not drained. */
  isWanted(shard: ShardOfJob): Promise<boolean>;
  /**
   * Returns shards that want a run and apparently have none: they are held by no node, by a node that is gone, or by
   * this node although it does not run them.
   */
  leftBehind(nodeId: string, running: readonly ShardOfJob[]): Promise<readonly ShardOfJob[]>;
  /** Returns the commits of the last `ms` milliseconds: per job, its transitions in order, then the current job. */
  updatesSince(ms: number): Promise<readonly JobUpdate[]>;
}
