import type { Bar } from '../../domain/bar';
import type { CollectionJob } from '../../domain/collection-job';
import type { SymbolOutcome } from '../../domain/job-symbol';
import type { SourceFailureCode } from '../../domain/source-failure';

/** A share of a job's symbols, from 0. */
export interface ShareOfJob {
  readonly jobId: string;
  readonly share: number;
}

/** Places of a job's list, from (inclusive) to (exclusive). */
export interface JobRange {
  readonly from: number;
  readonly to: number;
}

/** The right of one run of a worker to store for its share of a job's symbols. A later run's epoch ends it. */
export interface Lease extends ShareOfJob {
  readonly epoch: number;
  /** What belongs to the share already. */
  readonly claims: readonly JobRange[];
}

/** What came of asking for a lease; null where there is none to be had, and where there is no such job. */
export interface LeaseTaken {
  readonly job: CollectionJob | null;
  readonly lease: Lease | null;
}

/** A symbol that waits for its outcome, with what an earlier run has stored of it. */
export interface PendingSymbol {
  readonly position: number;
  readonly symbol: string;
  readonly pageCursor: string | null;
  /** Steps stored of it. */
  readonly steps: number;
  readonly attempts: number;
  readonly rows: number;
  /** When an earlier run began on it; null when none has stored anything. */
  readonly startedAt: Date | null;
}

/** One step of a symbol, stored all or nothing: a page of bars, an outcome, or both. */
export interface SymbolStep {
  readonly position: number;
  readonly symbol: string;
  readonly bars: readonly Bar[];
  /** Which one of its symbol's steps, from 1: so that one whose commit got lost on the way is not stored twice. */
  readonly number: number;
  readonly cursorAfter: string | null;
  /** Null when more pages follow. */
  readonly outcome: SymbolOutcome | null;
  /** As it shall be shown, in all runs together. */
  readonly attempts: number;
  /** Milliseconds since this run began on the symbol. */
  readonly elapsedMs: number;
}

/** Why a job cannot go on with the symbols that are left. */
export interface JobFailure {
  readonly code: SourceFailureCode | 'INTERNAL';
  readonly message: string;
  /**
   * For so many milliseconds nothing at all came from the source to this run. Not a reason while another share of the
   * job got something in that time. Null: whatever others get.
   */
  readonly silentMs: number | null;
}

/** The lease is not valid any more, or the job's state forbids it: nothing was stored. */
export const LEASE_LOST = 'LEASE_LOST';

/** The job as the transaction left it. */
export type Stored = CollectionJob | typeof LEASE_LOST;

/**
 * Where a worker writes. Every method is one transaction that first locks the lease, and writes only under the lease's
 * own epoch, which a later run and the end of the job raise. All throw StoreUnavailableError and NodeOutdatedError.
 */
export interface CollectionLedger {
  /**
   * Begins a run: a new epoch, and PENDING → RUNNING. What somebody else held is RECOVERED. The lease is null when the
   * job's state wants no worker (of a PAUSED job, the share is then recorded as drained, and whoever held it stores
   * nothing more) or the share is finished.
   * @param signal aborts when nobody waits for the lease any more: then none is taken from anybody, and one that was
   *   taken is given back
   */
  takeLease(share: ShareOfJob, signal?: AbortSignal): Promise<LeaseTaken>;

  /** Gives the lease back, if it is still this one; whoever ends a run without the last word of one of those below. */
  release(lease: Lease): Promise<void>;

  /** The next symbols of the list that shall belong to the share; null when all of them belong to one. */
  claim(lease: Lease, job: CollectionJob): Promise<JobRange | null>;

  /** The symbols without an outcome at the positions from (inclusive) to (exclusive), in the job's order. */
  pendingSymbols(jobId: string, from: number, to: number): Promise<readonly PendingSymbol[]>;

  /** While RUNNING, or PAUSED and draining. @param job as known to the run. @throws StoreRefusedError as well */
  store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<Stored>;

  /** If the job is still PAUSED, the share has drained: DRAINED, if it was the last. The job as it is either way. */
  recordDrained(lease: Lease): Promise<Stored>;

  /**
   * If the job is still RUNNING, the share is finished: COMPLETED, if it was the last. The job as it is either way; it
   * is still RUNNING when other shares are not finished, or when this one has got more symbols than the run knew of.
   */
  complete(lease: Lease): Promise<{ readonly job: Stored; readonly isFinished: boolean }>;

  /**
   * FAILED, if the job is still RUNNING, a symbol of it has no outcome yet, and no other share knows better. COMPLETED,
   * if nothing is left: then there is nothing that the failure could keep from being done. The job as it is either way.
   */
  fail(lease: Lease, failure: JobFailure): Promise<Stored>;
}
