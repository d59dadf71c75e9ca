import type { Bar, BarInterval } from '../../domain/bar';
import type { CollectionJob } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import type { JobSymbol, SymbolState } from '../../domain/job-symbol';

export interface JobFilter {
  /** Any of these; undefined or null: all. */
  readonly states?: readonly JobState[] | null;
  readonly source?: string | null;
  /** Case-insensitive; empty, undefined or null: all, also those without a name. */
  readonly nameContains?: string | null;
  /** True: with a FAILED symbol at least; false: without; undefined or null: all. */
  readonly hasFailures?: boolean | null;
}

/** Place of a job in the list of jobs, newest first. */
export interface JobPlace {
  readonly createdAt: Date;
  readonly id: string;
}

export interface SymbolFilter {
  readonly jobId: string;
  /** Null: all. */
  readonly states: readonly SymbolState[] | null;
  /** Only those that failed so; null: whatever became of them. */
  readonly errorCode?: string | null;
  /** The symbols that a worker holds now: they are stored as PENDING and shown as ACTIVE. */
  readonly active: readonly JobSymbol[];
}

/** All events, or all but SYMBOLS_DONE, of which there may be very many. */
export type EventKind = 'all' | 'milestones';

export interface BarFilter {
  readonly source: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  /** Inclusive. */
  readonly from: Date | null;
  /** Exclusive. */
  readonly to: Date | null;
}

/** How many symbols of a job failed in one way. */
export interface FailureCount {
  readonly code: string;
  readonly count: number;
}

/** Symbols of a job by what became of them, and the entries of its history. */
export interface JobCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly empty: number;
  readonly failed: number;
  readonly events: number;
}

/** Who looks. */
export interface Asker {
  /** Those of one name share what others leave them; a principal's. */
  readonly name: string;
  /** Aborts when nobody waits for answers any more: what is read then is cancelled. */
  readonly signal: AbortSignal;
}

/** The reading side, for each who asks. */
export interface JobReads {
  by(asker: Asker): JobReader;
}

/**
 * What is read for showing. Lists go by keyset: they start after a place, and hold `limit` entries at most. All throw
 * StoreUnavailableError when nothing comes in time, and the asker's reason when that one has gone.
 */
export interface JobReader {
  /** Null when there is none. */
  job(jobId: string): Promise<CollectionJob | null>;
  jobs(filter: JobFilter, after: JobPlace | null, limit: number): Promise<readonly CollectionJob[]>;
  countJobs(filter: JobFilter): Promise<number>;
  /** States without jobs are left out. */
  countByState(): Promise<ReadonlyMap<JobState, number>>;
  /** In the job's order, after a position (-1: from the first). */
  symbols(filter: SymbolFilter, after: number, limit: number): Promise<readonly JobSymbol[]>;
  /** Those of many jobs that are asked for together are read together; null when there is no such job. */
  counts(jobId: string): Promise<JobCounts | null>;
  /** The first letters of the states that are stored of all symbols of a job, in its order. */
  symbolStates(jobId: string): Promise<string>;
  /** Most frequent first. Read together as well. */
  failureCounts(jobId: string): Promise<readonly FailureCount[]>;
  /** In order, after a seq (0: from the first). */
  events(jobId: string, after: number, limit: number, kind?: EventKind): Promise<readonly JobEvent[]>;
  /** Entries of its history but SYMBOLS_DONE. Read together as well. */
  countMilestones(jobId: string): Promise<number>;
  /** Up to `count` events, evenly spaced by seq, the first and the last among them. */
  eventSamples(jobId: string, count: number): Promise<readonly JobEvent[]>;
  /** Ascending by time, after a time in milliseconds since the epoch (null: from the first). */
  bars(filter: BarFilter, after: number | null, limit: number): Promise<readonly Bar[]>;
  /** The last ones before a time in milliseconds since the epoch (null: of all), ascending. */
  lastBars(filter: BarFilter, before: number | null, limit: number): Promise<readonly Bar[]>;
  countBars(filter: BarFilter): Promise<number>;
}
