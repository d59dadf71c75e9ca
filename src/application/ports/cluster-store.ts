import type { CollectionJob } from '../../domain/collection-job';
import type { ControlOrder } from '../../domain/control-order';
import type { ShardOfJob } from './collection-ledger';

/** What a node does: serves the API, runs workers, or both. */
export type NodeRole = 'api' | 'worker' | 'all';

/** A node, as of its last heartbeat. */
export interface NodeState {
  /** Identifies one process, and its session: a restarted process is a new node. */
  readonly id: string;
  readonly role: NodeRole;
  /** Number of shards that it works on. */
  readonly shards: number;
  /** Version of the messages between nodes that it speaks. */
  readonly protocol: number;
}

/** A heartbeat of a node. */
export interface Beat {
  readonly node: NodeState;
  /** Whether it extends the session. A node that cannot store must let its session expire. */
  readonly renews: boolean;
  /** The jobs that the node works on, each with the lowest version that one of its workers knows. */
  readonly owned: ReadonlyMap<string, number>;
  readonly watched: JobQuestion;
}

/** Asks which jobs have events that the listeners of a node were not told of. */
export interface JobQuestion {
  readonly jobIds: readonly string[];
  /** For each job: the latest event known. */
  readonly lastEvents: readonly number[];
  /** Asks for all jobs with an event, other than SYMBOLS_DONE, in the last so many milliseconds; null: does not. */
  readonly recentMs: number | null;
}

/** A job whose latest event is not the one that the question named, or that had a recent event. */
export interface ChangedJob {
  readonly jobId: string;
  /** The first recent event; equal to `lastEvent` for a job that the question named. */
  readonly firstEvent: number;
  readonly lastEvent: number;
}

/** A job of which updates did not arrive. */
export interface MissedJob {
  readonly jobId: string;
  /** The listeners know the events up to this one. */
  readonly afterEvent: number;
  /** Whether the listeners have just begun, and what they have read is not known. */
  readonly isNew: boolean;
}

export interface MissedUpdates {
  /** The job as its transitions after the known event left it, in order. */
  readonly past: readonly CollectionJob[];
  readonly current: CollectionJob;
}

/** The response to a heartbeat. */
export interface Pulse {
  /** All nodes whose session is valid, and this one. */
  readonly nodes: readonly NodeState[];
  /** Nodes whose session has expired, for as long as they are remembered. Their leases belong to whoever takes them. */
  readonly expired: readonly string[];
  /**
   * Whether the leases of this node cannot have been taken: its session was valid until this heartbeat. Always false for
   * the first one.
   */
  readonly wasValid: boolean;
  /** Start of the database server. Another one than before: it has restarted or failed over, and may have lost commits. */
  readonly serverStartedAt: number;
  /** State of the owned jobs with another version. Includes every command committed before the heartbeat was sent. */
  readonly orders: ReadonlyMap<string, ControlOrder>;
  readonly changed: readonly ChangedJob[];
  /** The database's clock, in milliseconds since 1970. */
  readonly now: number;
}

/** A shard and the run that has its lease. */
export interface HeldShard extends ShardOfJob {
  readonly runId: string;
}

/**
 * What the nodes of a cluster share about each other and about outstanding work. All methods throw
 * StoreUnavailableError and NodeOutdatedError.
 *
 * A shard wants a run if it is not finished and its job is PENDING, RUNNING, or PAUSED and not drained.
 */
export interface ClusterStore {
  /** Returns the name that scopes what the nodes share outside the database. */
  clusterId(): Promise<string>;
  /** Opens or renews the session of a node. */
  beat(beat: Beat): Promise<Pulse>;
  /** Resolves when a write of this node has committed, over a connection that the workers store with. */
  probe(nodeId: string): Promise<void>;
  /** Ends the session of a node. No heartbeat may follow. */
  leave(nodeId: string): Promise<void>;
  /** Returns the nodes that hold a shard of the job, dead or alive. */
  holders(jobId: string): Promise<readonly string[]>;
  /** Returns the shards of a job that are not finished. */
  unfinishedShards(jobId: string): Promise<readonly ShardOfJob[]>;
  /** Returns the shards that a node holds. */
  heldBy(nodeId: string): Promise<readonly HeldShard[]>;
  /**
   * As `heldBy`, for a session that has just been renewed. `isSure` is false for a lease that is locked: by a store of its
   * run, or by a takeover that began while the session had expired.
   */
  stillHeldBy(nodeId: string): Promise<readonly (HeldShard & { readonly isSure: boolean })[]>;
  /** Whether a shard wants a run and no valid session holds it. */
  isFree(shard: ShardOfJob): Promise<boolean>;
  /** Returns shards that want a run and are held by these nodes, whose sessions have expired. At most 1,000. */
  heldByExpired(nodeIds: readonly string[]): Promise<readonly HeldShard[]>;
  /**
   * Returns shards that want a run and that no valid session holds. Only one node of the cluster gets an answer within
   * SWEEP; the others get an empty list.
   */
  leftBehind(): Promise<readonly ShardOfJob[]>;
  missed(jobs: readonly MissedJob[]): Promise<readonly MissedUpdates[]>;
}
