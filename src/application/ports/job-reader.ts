import type { Bar, BarInterval } from '../../domain/bar';
import type { CollectionJob, Verdict } from '../../domain/collection-job';
import type { JobEvent } from '../../domain/job-event';
import type { JobState } from '../../domain/job-state';
import type { JobSymbol, SymbolState } from '../../domain/job-symbol';
import type { Difference } from '../../domain/series/difference';
import type { Gap, GapReason } from '../../domain/series/gap';
import type { Series } from '../../domain/series/series';
import type { Revision } from '../../domain/series/revision';
import type { TimeRange } from '../../domain/series/time-range';
import type { AnsweredAlike } from '../../domain/series/estimate';
import type { BarExport } from './bar-export';
import type { JobDraft } from './collection-job-repository';

export interface JobFilter {
  /** Any of these; undefined or null: all. */
  readonly states?: readonly JobState[] | null;
  readonly source?: string | null;
  /** Case-insensitive; empty, undefined or null: all, also those without a name. */
  readonly nameContains?: string | null;
  /** True: with at least one FAILED symbol; false: without; undefined or null: all. */
  readonly hasFailures?: boolean | null;
  /** COMPLETED with any of these; undefined or null: all. */
  readonly verdicts?: readonly Verdict[] | null;
  /** True: FAILED, or COMPLETED with a verdict other than COMPLETE; false: neither; undefined or null: all. */
  readonly needsAttention?: boolean | null;
}

/** Position of a job in the list of jobs, newest first. */
export interface JobPlace {
  readonly createdAt: Date;
  readonly id: string;
}

export interface SymbolFilter {
  readonly jobId: string;
  /** Null: all. */
  readonly states: readonly SymbolState[] | null;
  /** Only symbols that failed with this code; undefined or null: all. */
  readonly errorCode?: string | null;
  /** True: only symbols that miss bars; false: only those that do not; undefined or null: all. */
  readonly withGaps?: boolean | null;
  /** The symbols that workers currently hold: stored as PENDING, returned as ACTIVE. */
  readonly active: readonly JobSymbol[];
}

/** `milestones`: all but SYMBOLS_DONE, of which there may be very many. */
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

export interface SeriesFilter {
  readonly source?: string | null;
  /** Case-insensitive; empty, undefined or null: all. */
  readonly symbolContains?: string | null;
  readonly interval?: BarInterval | null;
}

export interface JobGapFilter {
  readonly job: CollectionJob;
  readonly reasons: readonly GapReason[];
}

/** A gap of a symbol of a job. */
export interface JobGap extends Gap {
  readonly symbol: string;
  readonly position: number;
  readonly seriesId: number;
}

/** Position in the gaps of a job: a time of the symbol at a position of its list. */
export interface JobGapPlace {
  readonly position: number;
  readonly time: number;
}

/** Position of a difference in the differences of a job. */
export type DifferencePlace = Pick<Difference, 'position' | 'time'>;

/** Position of a series in the list of series. */
export type SeriesPlace = Pick<Series, 'source' | 'symbol' | 'interval'>;

/** Number of symbols of a job that failed with one code. */
export interface FailureCount {
  readonly code: string;
  readonly count: number;
}

/** Counts of a job's symbols by outcome, and of its events. */
export interface JobCounts {
  readonly total: number;
  readonly succeeded: number;
  readonly empty: number;
  readonly failed: number;
  readonly events: number;
}

/** What is answered of a window, for the symbols of a draft. */
export interface AnsweredWindows {
  /** All symbols of the draft, also those without a series. */
  readonly alike: readonly AnsweredAlike[];
  /** False: too much was answered to be read. Then some symbols appear as if nothing of theirs were answered. */
  readonly isWhole: boolean;
  /** Length of what is covered of the windows of all symbols, asked for again or not. */
  readonly coveredMs: number;
}

/** The caller of reads. */
export interface Asker {
  /** The principal's name. Callers with the same name share one fair part of the read capacity. */
  readonly name: string;
  /** Aborts when the caller has gone: reads in flight are cancelled. */
  readonly signal: AbortSignal;
}

/** Creates readers for callers. */
export interface JobReads {
  by(asker: Asker): JobReader;
}

/**
 * Reads for display. Lists use keyset pagination: they start after a position and hold at most `limit` entries. All
 * methods throw StoreUnavailableError on timeout, and the reason of the caller's signal when it aborts.
 */
export interface JobReader extends BarExport {
  /** Null if there is no such job. */
  job(jobId: string): Promise<CollectionJob | null>;
  jobs(filter: JobFilter, after: JobPlace | null, limit: number): Promise<readonly CollectionJob[]>;
  countJobs(filter: JobFilter): Promise<number>;
  /** Omits states without jobs. */
  countByState(): Promise<ReadonlyMap<JobState, number>>;
  /** In list order, after a position (-1: from the first). */
  symbols(filter: SymbolFilter, after: number, limit: number): Promise<readonly JobSymbol[]>;
  /** Scans the symbols of the job. */
  countSymbols(filter: SymbolFilter): Promise<number>;
  /** Concurrent calls are batched into one statement. Null if there is no such job. */
  counts(jobId: string): Promise<JobCounts | null>;
  /** The stored states of all symbols of a job, as one initial letter each, in list order. */
  symbolStates(jobId: string): Promise<string>;
  /** Most frequent first. Concurrent calls are batched. */
  failureCounts(jobId: string): Promise<readonly FailureCount[]>;
  /** Ascending by seq, after a seq (0: from the first). */
  events(jobId: string, after: number, limit: number, kind?: EventKind): Promise<readonly JobEvent[]>;
  /** Number of events other than SYMBOLS_DONE. Concurrent calls are batched. */
  countMilestones(jobId: string): Promise<number>;
  /** Up to `count` events, evenly spaced by seq, including the first and the last. */
  eventSamples(jobId: string, count: number): Promise<readonly JobEvent[]>;
  /** Ascending by time, after a time in milliseconds since the epoch (null: from the first). */
  bars(filter: BarFilter, after: number | null, limit: number): Promise<readonly Bar[]>;
  /** The last `limit` bars before a time in milliseconds since the epoch (null: of all), ascending. */
  lastBars(filter: BarFilter, before: number | null, limit: number): Promise<readonly Bar[]>;
  countBars(filter: BarFilter): Promise<number>;
  /** Series of which something is stored, by source, symbol and interval. */
  series(filter: SeriesFilter, after: SeriesPlace | null, limit: number): Promise<readonly Series[]>;
  countSeries(filter: SeriesFilter): Promise<number>;
  /**
   * What a job with this draft would not ask for, within a window of whole intervals.
   * @param draft its symbols are distinct
   */
  answered(draft: JobDraft, window: TimeRange): Promise<AnsweredWindows>;
  /** Null if there is no such series. */
  oneSeries(seriesId: number): Promise<Series | null>;
  /**
   * The first `limit` gaps of a series in a range of whole intervals, in order of time. More may begin where the last of
   * them ends.
   */
  gaps(series: Series, range: TimeRange, limit: number): Promise<readonly Gap[]>;
  /** Gaps in what a job asks for, as they are now, by position and time, from a place on. */
  jobGaps(filter: JobGapFilter, from: JobGapPlace | null, limit: number): Promise<readonly JobGap[]>;
  /** Newest first, before an id (null: from the newest). */
  revisions(seriesId: number, before: number | null, limit: number): Promise<readonly Revision[]>;
  countRevisions(seriesId: number): Promise<number>;
  /** By position and time. */
  differences(jobId: string, after: DifferencePlace | null, limit: number): Promise<readonly Difference[]>;
}
