import type { BarInterval } from '../../domain/bar';
import type { CollectionJob } from '../../domain/collection-job';
import type { ControlRefusal } from '../../domain/errors';
import type { Cause } from '../../domain/job-event';
import type { JobAction, JobState } from '../../domain/job-state';

/** A job that is to be created: what the user asked for, checked. */
export interface JobDraft {
  readonly name: string | null;
  readonly source: string;
  readonly symbols: readonly string[];
  readonly interval: BarInterval;
  readonly from: Date;
  readonly to: Date;
  readonly concurrency: number;
}

/** Names one request of one actor, so that its repetition is recognised. */
export interface RequestKey {
  readonly actor: string;
  readonly requestId: string;
  readonly operation: 'START' | JobAction;
  /** Hash over the request's content: the same requestId with other content is a mistake of the caller's. */
  readonly fingerprint: string;
}

/** What a command was answered: the job as it stood then, or a refusal. Recorded with the request. */
export type Answer = { readonly job: CollectionJob } | { readonly refusal: ControlRefusal };

/** What came of announcing a request: it is new, it was answered before, or its id belongs to another request. */
export type RequestStanding = 'NEW' | 'MISMATCH' | Answer;

/** The repository inside one transaction. */
export interface JobTransaction {
  /** Also keeps everybody else from changing the job or storing for it until the transaction ends. */
  find(jobId: string): Promise<CollectionJob | null>;

  /**
   * One compare-and-set, its event in the same transaction: moves the job to `to` if it still has the version and
   * state of `job`; null when somebody was faster.
   */
  transition(job: CollectionJob, to: JobState, cause: Cause): Promise<CollectionJob | null>;

  /** Inserts job, symbols and CREATED event. */
  create(jobId: string, draft: JobDraft, cause: Cause): Promise<CollectionJob>;

  /** Waits for a concurrent request of the same id to be answered. */
  announce(request: RequestKey): Promise<RequestStanding>;
  record(request: RequestKey, answer: Answer): Promise<void>;
}

export type UnattendedJob = Pick<CollectionJob, 'id' | 'shares'>;

/** All throw StoreUnavailableError and NodeOutdatedError. */
export interface ICollectionJobRepository {
  /**
   * @param signal gives the transaction up: nothing of it is done then, unless its commit had begun
   * @throws the signal's reason as StoreUnavailableError; OutcomeUnknownError when the commit has begun and got no answer
   */
  transaction<T>(work: (jobs: JobTransaction) => Promise<T>, signal?: AbortSignal): Promise<T>;
  find(jobId: string): Promise<CollectionJob | null>;

  /** Symbols of a job that ended FAILED, in the job's order. */
  failedSymbols(jobId: string): Promise<readonly string[]>;

  /** All jobs that a crash or a restart left without a worker: PENDING or RUNNING, oldest first. */
  unattended(): Promise<readonly UnattendedJob[]>;

  /** Writes RECOVERED for a RUNNING job and takes the time it stood still out of its active time. */
  recordRecovery(jobId: string): Promise<void>;

  /** PAUSED jobs whose drain was cut short by a crash: nothing is in flight any more, so says their history. */
  settleInterruptedDrains(): Promise<void>;
}
