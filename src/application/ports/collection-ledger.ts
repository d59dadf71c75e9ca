import type { Bar } from '../../domain/bar';
import type { CollectionJob } from '../../domain/collection-job';
import type { StoredSymbolState, SymbolEnding } from '../../domain/job-symbol';
import type { CollectionWindow, Proof } from '../../domain/series/coverage';
import type { TimeRange, TimeRanges } from '../../domain/series/time-range';
import type { QuarantinedRow } from './data-source';
import type { SourceFailureCode } from '../../domain/source-failure';

/** One shard of a job's symbols, numbered from 0. */
export interface ShardOfJob {
  readonly jobId: string;
  readonly shard: number;
}

/** Positions in a job's list, `from` (inclusive) to `to` (exclusive). */
export interface JobRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The right of one run to store for its shard, until a later run takes the lease or the lease is revoked. The run's id
 * is random: after a failover that lost commits, no other run can have been given the same one.
 */
export interface Lease extends ShardOfJob {
  readonly runId: string;
  /** The ranges that already belong to the shard. */
  readonly claims: readonly JobRange[];
}

/** Result of a lease request. `lease` is null if none is granted, `job` if there is no such job. */
export interface LeaseTaken {
  readonly job: CollectionJob | null;
  readonly lease: Lease | null;
  /** The other node that holds the shard with a valid session, if that is why no lease is granted. */
  readonly heldBy: string | null;
}

/** A symbol without an outcome, with its stored progress. */
export interface PendingSymbol {
  readonly position: number;
  readonly symbol: string;
  readonly seriesId: number;
  /** What is asked for of it, in whole intervals; null: the window of the job. */
  readonly window: TimeRange | null;
  /** The time up to which the window has been asked for, in milliseconds since the epoch; null: nothing was. */
  readonly cursor: number | null;
  /** What need not be asked for. Always empty for REFRESH; for VERIFY, what is not covered. */
  readonly answered: TimeRanges;
  /** When `answered` was read: before that, by the monotonic clock of this process, in milliseconds. */
  readonly answeredAt: number;
  /** Number of steps stored. */
  readonly steps: number;
  readonly attempts: number;
  readonly rows: number;
  /** When work on it began; null if nothing is stored yet. */
  readonly startedAt: Date | null;
}

/** One step of a symbol, stored atomically: a page with what it proves, an outcome, or both. */
export interface SymbolStep {
  readonly position: number;
  readonly symbol: string;
  readonly seriesId: number;
  /** To be stored; for VERIFY, to be compared. */
  readonly bars: readonly Bar[];
  /** Number of bars that it stores for the symbol. */
  readonly rows: number;
  readonly quarantined: readonly QuarantinedRow[];
  readonly proof: Proof;
  /** Times at which the bars of the source are compared with those stored: what differs is a difference. */
  readonly compared: TimeRanges;
  /** As of the step. */
  readonly window: CollectionWindow;
  /** Bars that the job has stored for the symbol before this step. */
  readonly rowsBefore: number;
  /** Sequence number within the symbol, from 1. Makes a retry after a lost commit response idempotent. */
  readonly number: number;
  readonly cursorAfter: number | null;
  /** Null if more pages follow. */
  readonly ending: SymbolEnding | null;
  /** The total to display, across all runs. */
  readonly attempts: number;
  /** Milliseconds since this run began on the symbol. */
  readonly elapsedMs: number;
}

/** Why a job cannot continue with the remaining symbols. */
export interface JobFailure {
  readonly code: SourceFailureCode | 'INTERNAL';
  readonly message: string;
  /**
   * Milliseconds during which this run received nothing from the source. The job does not fail if another shard
   * received something in that time. Null: it fails regardless of other shards.
   */
  readonly silentMs: number | null;
}

/** The lease is no longer valid, or the job's state forbids the write. Nothing was stored. */
export const LEASE_LOST = 'LEASE_LOST';

/** The job as the transaction left it, or LEASE_LOST. */
export type Stored = CollectionJob | typeof LEASE_LOST;

/** What a symbol has become by a step. */
export interface StepStored {
  readonly position: number;
  readonly state: StoredSymbolState;
  /** What need not be asked for now, whoever has collected it. Empty for REFRESH, and once it has an outcome. */
  readonly answered: TimeRanges;
}

/** The job as the transaction left it, and the symbols of its steps, in their order. */
export interface StepsStored {
  readonly job: CollectionJob;
  readonly steps: readonly StepStored[];
}

/** The job, and whether this call has ended it. False also if an earlier call did, whose response was lost. */
export interface Ended {
  readonly job: Stored;
  readonly hasEnded: boolean;
}

/**
 * The store that workers write to. Every write is one transaction that locks the lease first and takes effect only
 * while the lease belongs to the run. A later run and the end of the job take it away. All methods throw
 * StoreUnavailableError and NodeOutdatedError.
 */
export interface CollectionLedger {
  /**
   * Begins a run: gives it the lease and moves a PENDING job to RUNNING. Taking over from another node records RECOVERED.
   * The lease is null if another node with a valid session holds it, if the shard is finished, or if the job's state
   * wants no worker. For a PAUSED job, the shard is then recorded as drained and its previous holder is fenced.
   * @param signal aborts when the caller no longer waits: then no lease is taken over, and one that was taken is given
   *   back
   * @param yields leaves the shard to any other holder, also to one that seems dead: for a run that has just lost its
   *   lease, possibly to its successor
   */
  takeLease(shard: ShardOfJob, signal?: AbortSignal, yields?: boolean): Promise<LeaseTaken>;

  /** Gives the lease back if it is still the run's. For runs that end without `recordDrained`, `complete` or `fail`. */
  release(lease: Lease): Promise<void>;

  /** Assigns the next range of the list to the shard; null if the whole list is assigned or the lease is not valid. */
  claim(lease: Lease, job: CollectionJob): Promise<JobRange | null>;

  /** Returns the symbols without an outcome in a range of positions, in list order. */
  pendingSymbols(job: CollectionJob, range: JobRange): Promise<readonly PendingSymbol[]>;

  /**
   * Gives the symbols of a range that have nothing left to ask for their outcome. None of them may be in flight.
   * Allowed while RUNNING. @returns null when there are none, or the lease or the state of the job does not permit it
   */
  settleAnswered(lease: Lease, job: CollectionJob, range: JobRange): Promise<CollectionJob | null>;

  /** Returns for each series what a job need not ask for, in the order of the ids. */
  answered(job: CollectionJob, seriesIds: readonly number[]): Promise<readonly TimeRanges[]>;

  /** Allowed while RUNNING, or PAUSED and draining. @param job as known to the run. @throws also StoreRefusedError */
  store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<StepsStored | typeof LEASE_LOST>;

  /** If the job is PAUSED, marks the shard drained and, if it is the last, appends DRAINED. @returns the current job */
  recordDrained(lease: Lease): Promise<Stored>;

  /**
   * If the job is RUNNING, finishes the shard, and moves the job to COMPLETED if no symbol of it is left.
   * @returns the current job; still RUNNING if other shards are not finished, or if this shard has more symbols than
   *   the run knew of (then it is not finished)
   */
  complete(lease: Lease): Promise<Ended & { readonly isFinished: boolean }>;

  /**
   * Moves a RUNNING job to FAILED if symbols are left and no other shard contradicts the failure (see `silentMs`).
   * Moves it to COMPLETED if no symbol is left, because the failure then prevents nothing. @returns the current job
   */
  fail(lease: Lease, failure: JobFailure): Promise<Ended>;
}
