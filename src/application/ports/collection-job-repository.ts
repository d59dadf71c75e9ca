import type { BarInterval } from '../../domain/bar';
import type { CollectionJob, CollectMode } from '../../domain/collection-job';
import type { ControlRefusal } from '../../domain/errors';
import type { Cause } from '../../domain/job-event';
import type { JobAction, JobState } from '../../domain/job-state';
import type { AskableReason } from '../../domain/series/gap';
import type { Repair, SeriesToRepair } from '../../domain/series/repair';
import type { TimeRange } from '../../domain/series/time-range';

/** The user's input for a new job. */
export interface JobDraft {
  readonly name: string | null;
  readonly source: string;
  readonly symbols: readonly string[];
  /** The window of each symbol, in whole intervals, within that of the job. Null: that of the job. */
  readonly windows: readonly TimeRange[] | null;
  readonly interval: BarInterval;
  readonly from: Date;
  readonly to: Date;
  /** See CollectionJob. */
  readonly fromListing: boolean;
  readonly mode: CollectMode;
  /** See CollectionJob. */
  readonly asksFor: readonly AskableReason[];
  readonly concurrency: number;
}

/** Identifies one request of one actor, so that a repetition is recognised. */
export interface RequestKey {
  readonly actor: string;
  readonly requestId: string;
  readonly operation: 'START' | JobAction;
  /** Hash of the request's content. The same requestId with other content is a caller error. */
  readonly fingerprint: string;
}

/** The answer to a command: the job as of then, or a refusal. Recorded with the request. */
export type Answer = { readonly job: CollectionJob } | { readonly refusal: ControlRefusal };

/** Result of announcing a request: it is new, its id belongs to another request, or it was answered before. */
export type RequestStanding = 'NEW' | 'MISMATCH' | Answer;

/** The repository inside one transaction. */
export interface JobTransaction {
  /** Reads and locks the job: until the transaction ends, no other one can change the job or store for it. */
  find(jobId: string): Promise<CollectionJob | null>;

  /**
   * One compare-and-set: moves the job to `to` if it still has the version and state of `job`, and appends the event in
   * the same transaction. @returns null if a concurrent transition was faster
   */
  transition(job: CollectionJob, to: JobState, cause: Cause): Promise<CollectionJob | null>;

  /** Inserts the job, its symbols and the CREATED event. */
  create(jobId: string, draft: JobDraft, cause: Cause): Promise<CollectionJob>;

  /**
   * Returns up to `limit` series of a selection that have gaps.
   * @param window in which gaps of the symbols of a job count; null for other selections
   */
  seriesToRepair(repair: Repair, window: TimeRange | null, limit: number): Promise<readonly SeriesToRepair[]>;

  /** Claims the request's id. Waits for a concurrent transaction with the same id to end. */
  announce(request: RequestKey): Promise<RequestStanding>;
  record(request: RequestKey, answer: Answer): Promise<void>;
}

/** A symbol whose outcome is FAILED, and its own window, if it has one: see JobDraft. */
export interface FailedSymbol {
  readonly symbol: string;
  readonly window: TimeRange | null;
}

export type UnattendedJob = Pick<CollectionJob, 'id' | 'shards'>;

/** All methods throw StoreUnavailableError and NodeOutdatedError. */
export interface ICollectionJobRepository {
  /**
   * @param signal aborts the transaction, without effect unless its commit has begun
   * @throws the signal's reason; OutcomeUnknownError if the commit has begun and got no response
   */
  transaction<T>(work: (jobs: JobTransaction) => Promise<T>, signal?: AbortSignal): Promise<T>;
  find(jobId: string): Promise<CollectionJob | null>;

  /** Returns the symbols of a job whose outcome is FAILED, in list order. */
  failedSymbols(jobId: string): Promise<readonly FailedSymbol[]>;

  /** Returns the jobs that a crash or restart left without a worker: PENDING or RUNNING, oldest first. */
  unattended(): Promise<readonly UnattendedJob[]>;

  /** Appends RECOVERED to a RUNNING job and subtracts the time it stood still from its active time. */
  recordRecovery(jobId: string): Promise<void>;

  /** Records DRAINED for PAUSED jobs whose drain a crash interrupted: nothing of them is in flight any more. */
  settleInterruptedDrains(): Promise<void>;
}
