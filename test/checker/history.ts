import type { Bar, BarInterval } from '../../src/domain/bar';
import type { JobEventType } from '../../src/domain/job-event';
import type { JobState } from '../../src/domain/job-state';
import type { StoredSymbolState } from '../../src/domain/job-symbol';
import type { FaultKind } from '../../src/sources/simx/faults/active-fault';

/**
 * What a run left behind, for `check`. All times are milliseconds since the Unix epoch, by the one clock that driver,
 * nodes, exchange and database share: they are processes of one machine. How late each kind of time is noted is the
 * business of tolerance.ts.
 */
export interface History {
  readonly jobs: readonly JobRecord[];
  /** In the order in which they were invoked. */
  readonly commands: readonly CommandRecord[];
  /** In the order in which they arrived at the exchange. */
  readonly requests: readonly RequestRecord[];
  /** In the order in which they were stored. */
  readonly steps: readonly StepRecord[];
  readonly bars: readonly SeriesRecord[];
  readonly followers: readonly FollowerRecord[];
  readonly nodes: readonly NodeRecord[];
  readonly faults: readonly FaultRecord[];
  readonly stalls: readonly Stall[];
  readonly silences: readonly Silence[];
  readonly source: SourceRecord;
}

/** The rows of one job, as they were in the end. */
export interface JobRecord {
  readonly id: string;
  readonly state: JobState;
  readonly version: number;
  readonly interval: BarInterval;
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
  /** Bars stored by the job. */
  readonly rows: number;
}

export interface SymbolRecord {
  readonly symbol: string;
  readonly position: number;
  readonly state: StoredSymbolState;
  /** Steps stored. */
  readonly steps: number;
  readonly rows: number;
}

export interface LeaseRecord {
  readonly shard: number;
  readonly epoch: number;
  readonly holder: string | null;
  readonly finished: boolean;
}

export interface EventRecord {
  readonly seq: number;
  readonly type: JobEventType;
  /** Noted inside its transaction, so before the commit. */
  readonly at: number;
  /** When its transaction began to commit; null where that was not noted (SYMBOLS_DONE). */
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
  /** Which node was asked. */
  readonly node: number;
  readonly requestId: string | null;
  readonly invokedAt: number;
  /** When the answer was known to whoever asked; null while it is not. */
  readonly answeredAt: number | null;
  readonly answer: CommandAnswer;
}

export type CommandAnswer =
  | { readonly kind: 'DONE'; readonly state: JobState; readonly version: number }
  /** An expected refusal: the job as it stood is `state` and `version`, where the refusal tells. */
  | {
      readonly kind: 'REFUSED';
      readonly refusal: string;
      readonly state: JobState | null;
      readonly version: number | null;
    }
  /** The service says that nothing was done. */
  | { readonly kind: 'NOT_DONE' }
  /** No answer, or one that says that it is not known: it may have acted, or act yet. */
  | { readonly kind: 'UNKNOWN' };

/** A request for bars at the exchange. */
export interface RequestRecord {
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly from: number;
  /** Which node asked; null where that is not known. */
  readonly node: number | null;
  /** When the node made it. */
  readonly sentAt: number;
  /** When it arrived. */
  readonly at: number;
  /** When its answer was out or its connection closed; null while neither was so. */
  readonly endedAt: number | null;
  readonly fault: FaultKind | null;
  /** What it was answered in full; null when it was not. */
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
}

/** A step of a symbol as its transaction stored it, noted by the database at that moment, under the locks it holds. */
export interface StepRecord {
  readonly jobId: string;
  readonly position: number;
  /** 1 for the symbol's first. */
  readonly number: number;
  /** The symbol's, this step included. */
  readonly rows: number;
  readonly state: StoredSymbolState;
  /** Where the next page starts; null after the last one. */
  readonly cursorAfter: number | null;
  readonly at: number;
  /** `seq` of the job's latest event then, which may be the one that tells of this step. */
  readonly lastEvent: number;
  readonly shard: number;
  /** Of the lease, as the database had it. */
  readonly epoch: number;
  readonly holder: string | null;
  /** Over whose connection it came; null where that is not known. */
  readonly node: number | null;
}

/** All bars of a series that are stored, by time. */
export interface SeriesRecord {
  readonly symbol: string;
  readonly interval: BarInterval;
  readonly bars: readonly Bar[];
}

/** One subscription, from its beginning to its end. */
export interface FollowerRecord {
  readonly jobId: string;
  readonly node: number;
  readonly begunAt: number;
  readonly frames: readonly Frame[];
  /** COMPLETED: the service ended it in order. LOST: the connection broke. null: it was still open when the run was over. */
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
  /** Its place; a restart is another process at the same one. */
  readonly node: number;
  /** Of its process: a holder's name contains it. */
  readonly pid: number;
  readonly from: number;
  /** When it was told to end, or was killed; null: it was there until the run was over. */
  readonly until: number | null;
  readonly killed: boolean;
}

export const FAULT_KINDS = [
  /** The process stood still. */
  'FROZEN',
  /** Nothing passed between the node and its stores. */
  'CUT_OFF',
  /** One or more of its connections broke or fell silent. */
  'CONNECTIONS_LOST',
  /** The queue, the messages and the budgets lost their memory. */
  'FORGOTTEN',
  'DATABASE_KILLED',
] as const;

/** What was done to nodes and stores. */
export interface FaultRecord {
  readonly kind: (typeof FAULT_KINDS)[number];
  /** null: all of them. */
  readonly node: number | null;
  readonly from: number;
  /** null: until the run was over. */
  readonly until: number | null;
}

/** The driver's process, in which the exchange lives too, noted nothing meanwhile. */
export interface Stall {
  readonly from: number;
  readonly until: number;
}

/** The database heard no heartbeat of a node that is there: it had no turn, or was cut off. */
export interface Silence {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
}

/** What the exchange is known to be. */
export interface SourceRecord {
  /** What the nodes were told that it grants. */
  readonly requestsPerSecond: number;
  /** Bars of a page at most. */
  readonly pageSize: number;
  /** How long a request may take before it is given up, in milliseconds. */
  readonly timeoutMs: number;
  /** What it says: digit for digit. */
  barsOf(symbol: string, interval: BarInterval, from: number, to: number): readonly Bar[];
}
