import type { Bar, BarInterval } from '../../src/domain/bar';
import type { CollectMode } from '../../src/domain/collection-job';
import type { JobEventType } from '../../src/domain/job-event';
import type { JobState } from '../../src/domain/job-state';
import type { StoredSymbolState } from '../../src/domain/job-symbol';
import type { TimeRanges } from '../../src/domain/series/time-range';
import type { FaultKind } from '../../src/sources/simx/faults/active-fault';

/**
 * The history of a run, for `check`. All times are milliseconds since the Unix epoch, by one clock: driver, nodes,
 * exchange and database are processes of one machine. See tolerance.ts for the recording delays.
 */
export interface History {
  readonly jobs: readonly JobRecord[];
  /** In order of invocation. */
  readonly commands: readonly CommandRecord[];
  /** In order of arrival at the exchange. */
  readonly requests: readonly RequestRecord[];
  /** In order of storage. */
  readonly steps: readonly StepRecord[];
  readonly series: readonly SeriesRecord[];
  readonly followers: readonly FollowerRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly faults: readonly FaultRecord[];
  readonly losses: readonly LossRecord[];
  readonly stalls: readonly Stall[];
  readonly silences: readonly Silence[];
  readonly source: SourceRecord;
}

/** The rows of one job at the end of the run. */
export interface JobRecord {
  readonly id: string;
  readonly state: JobState;
  readonly version: number;
  readonly interval: BarInterval;
  readonly mode: CollectMode;
  /** Inclusive. */
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** By position. */
  readonly symbols: readonly SymbolRecord[];
  readonly progress: Counters;
  /** By shard. */
  readonly leases: readonly LeaseRecord[];
  /** By seq. */
  readonly events: readonly EventRecord[];
}

export interface Counters {
  readonly succeeded: number;
  readonly empty: number;
  readonly failed: number;
  /** Number of bars stored by the job. */
  readonly rows: number;
}

export interface SymbolRecord {
  readonly symbol: string;
  readonly position: number;
  readonly state: StoredSymbolState;
  /** Number of steps stored. */
  readonly steps: number;
  readonly rows: number;
}

export interface LeaseRecord {
  readonly shard: number;
  readonly runId: string | null;
  readonly holder: string | null;
  readonly finished: boolean;
}

export interface EventRecord {
  readonly seq: number;
  readonly type: JobEventType;
  /** Recorded within its transaction, so before the commit. */
  readonly at: number;
  /** When its transaction began to commit; null if not recorded (SYMBOLS_DONE). */
  readonly committingAt: number | null;
  readonly fromState: JobState | null;
  readonly toState: JobState | null;
  readonly actor: string;
  readonly reason: string | null;
  readonly counters: Counters;
}

export type CommandName = 'pauseJob' | 'resumeJob' | 'cancelJob';

export interface CommandRecord {
  readonly name: CommandName;
  readonly jobId: string;
  /** The node that received the command. */
  readonly node: number;
  readonly requestId: string | null;
  readonly invokedAt: number;
  /** When the client received the answer; null for an error or no answer. */
  readonly answeredAt: number | null;
  readonly answer: CommandAnswer;
}

export type CommandAnswer =
  | { readonly kind: 'DONE'; readonly state: JobState; readonly version: number }
  /** An expected refusal. `state` and `version` are the job's, if the refusal contains them. */
  | {
      readonly kind: 'REFUSED';
      readonly refusal: string;
      readonly state: JobState | null;
      readonly version: number | null;
    }
  /** The service states that nothing was done. */
  | { readonly kind: 'NOT_DONE' }
  /** No answer, or an answer with unknown outcome: the command may have acted, or may still act. */
  | { readonly kind: 'UNKNOWN' };

/** A request for bars, as received by the exchange. */
export interface RequestRecord {
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** The requesting node; null if unknown. */
  readonly node: number | null;
  /** When the node created it. */
  readonly sentAt: number;
  /** When it arrived at the exchange. */
  readonly at: number;
  /** When its response was sent or its connection closed; null until then. */
  readonly endedAt: number | null;
  readonly fault: FaultKind | null;
  /** Status of the complete response; null if there was none. */
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
}

/** A step of a symbol, recorded by the database within the storing transaction, under its locks. */
export interface StepRecord {
  readonly jobId: string;
  readonly position: number;
  /** From 1, per symbol. */
  readonly number: number;
  /** Bars of the symbol, including this step. */
  readonly rows: number;
  readonly state: StoredSymbolState;
  /** The time up to which the window has been asked for; null if nothing was, because nothing was left to ask for. */
  readonly cursorAfter: number | null;
  readonly at: number;
  /** `seq` of the job's latest event at that moment, possibly the event that reports this step. */
  readonly lastEvent: number;
  /** -1: no shard has claimed the symbol. */
  readonly shard: number;
  /** The run that has the lease in the database. */
  readonly runId: string | null;
  readonly holder: string | null;
  /** The node whose connection stored it; null if unknown. */
  readonly node: number | null;
}

/** A series: all its stored bars, by time, and the times of which is proved what the source has. */
export interface SeriesRecord {
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly covered: TimeRanges;
  readonly bars: readonly Bar[];
}

/** One subscription, from its beginning to its end. */
export interface FollowerRecord {
  readonly jobId: string;
  readonly node: number;
  readonly begunAt: number;
  readonly frames: readonly Frame[];
  /** COMPLETED: ended by the service. LOST: the connection broke. null: still open at the end of the run. */
  readonly end: 'COMPLETED' | 'LOST' | null;
}

export type Frame =
  | {
      readonly of: 'jobUpdated';
      readonly at: number;
      readonly state: JobState;
      readonly version: number;
      readonly settled: boolean;
      readonly inFlight: number;
      readonly done: number;
      readonly rows: number;
    }
  | { readonly of: 'jobEvents'; readonly at: number; readonly seq: number; readonly type: string };

/** One process of the service. */
export interface NodeRecord {
  /** Index of the node. A restarted node is a new process with the same index. */
  readonly node: number;
  /** Process id, contained in the name of a lease holder. */
  readonly pid: number;
  readonly from: number;
  /** When it was told to end, or was killed; null: it lived until the end of the run. */
  readonly until: number | null;
  readonly killed: boolean;
}

export const FAULT_KINDS = [
  /** The process was suspended. */
  'FROZEN',
  /** No data passed between the node and its stores. */
  'CUT_OFF',
  /** One or more connections broke or fell silent. */
  'CONNECTIONS_LOST',
  /** The queue, the messages and the budgets lost their data. */
  'FORGOTTEN',
  'DATABASE_KILLED',
] as const;

/** A fault injected into nodes or stores. */
export interface FaultRecord {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** null: all nodes. */
  readonly node: number | null;
  readonly from: number;
  /** null: until the end of the run. */
  readonly until: number | null;
}

/**
 * A crash of a database that acknowledges commits before they are durable. It then continues from an earlier moment, as
 * if the later commits had never been. See losses.ts for what this explains.
 */
export interface LossRecord {
  /** Commits acknowledged before this moment survived. */
  readonly from: number;
  /** When the database was killed. */
  readonly killedAt: number;
  /** When it accepted sessions again; null: not until the end of the run. */
  readonly backAt: number | null;
}

/** A period in which the driver's process, which includes the exchange, recorded nothing. */
export interface Stall {
  readonly from: number;
  readonly until: number;
}

/** A period without a heartbeat of a live node in the database: the node had no processor time, or was cut off. */
export interface Silence {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
}

/** Known properties of the exchange. */
export interface SourceRecord {
  /** Rate limit configured at the nodes. */
  readonly requestsPerSecond: number;
  /** Maximum number of bars per page. */
  readonly pageSize: number;
  /** Request timeout, in milliseconds. */
  readonly timeoutMs: number;
  /** The bars that the exchange returns, digit for digit. */
  barsOf(symbol: string, interval: BarInterval, from: number, to: number): readonly Bar[];
}
