import type { BarInterval } from './bar';
import type { AskableReason } from './series/gap';
import { JOB_ACTIONS, isTerminal, transitionFor, type JobAction, type JobState } from './job-state';

const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text is a valid job id: a lower-case UUID. Workers and subscribers compare ids as strings. */
export function isJobId(text: string): boolean {
  return JOB_ID.test(text);
}

/** Progress of a job. Counts are of symbols, except `rows`. */
export interface JobProgress {
  readonly total: number;
  readonly succeeded: number;
  readonly empty: number;
  readonly failed: number;
  /** Bars stored by this job. */
  readonly rows: number;
  /** Milliseconds spent RUNNING. */
  readonly activeMs: number;
  /** Symbols that got an outcome per second of active time, over the last 5 to 10 such seconds. */
  readonly symbolsPerSecond: number;
}

/**
 * MISSING: asks the source only for what is not answered yet. REFRESH: asks for the whole window. VERIFY: asks for what
 * is covered, compares it with what is stored, and stores no bar.
 */
export const COLLECT_MODES = ['MISSING', 'REFRESH', 'VERIFY'] as const;
export type CollectMode = (typeof COLLECT_MODES)[number];

/** What a COMPLETED job has proved. The last that applies. */
export const VERDICTS = ['COMPLETE', 'NOTHING_COLLECTED', 'WITH_GAPS', 'WITH_FAILURES'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A snapshot of a job: its input, state and progress. */
export interface CollectionJob {
  readonly id: string;
  readonly name: string | null;
  readonly state: JobState;
  /** Control version: incremented by every transition, not by progress. */
  readonly version: number;
  readonly source: string;
  readonly interval: BarInterval;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Whether each symbol is wanted from its listing: `from` is then a time before any of them. */
  readonly fromListing: boolean;
  readonly mode: CollectMode;
  /** The gaps that a MISSING job asks for. */
  readonly asksFor: readonly AskableReason[];
  /** Maximum number of symbols collected concurrently. */
  readonly concurrency: number;
  /** Number of workers among which its symbols are divided, each with its own lease. */
  readonly shards: number;
  /** The reason of the last transition. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly completedAt: Date | null;
  /** While PAUSED: whether no symbol is in flight any more. */
  readonly drained: boolean;
  /** `seq` of the latest event of its history. Grows with transitions and with outcomes of symbols. */
  readonly lastEvent: number;
  /** Decided when the job completes; null in every other state. */
  readonly verdict: Verdict | null;
  /** Number of symbols with an outcome that miss bars, see JobSymbol. */
  readonly symbolsWithGaps: number;
  /** Bars of the windows of symbols with an outcome that were stored already and not asked for again. */
  readonly barsAlreadyThere: number;
  /** Bars that were stored and that it has replaced by others. */
  readonly revised: number;
  /** Bars that are stored or offered by the source, and not the same in both. Only VERIFY and REFRESH find them. */
  readonly differences: number;
  readonly progress: JobProgress;
}

/** Number of symbols with any outcome. */
export function doneCount(progress: JobProgress): number {
  return progress.succeeded + progress.empty + progress.failed;
}

/** Whether a user should look at the job: it has FAILED, or has completed without all that there is. */
export function needsAttention({ state, verdict }: Pick<CollectionJob, 'state' | 'verdict'>): boolean {
  return state === 'FAILED' || (verdict !== null && verdict !== 'COMPLETE');
}

export function hasNothingLeft(job: CollectionJob): boolean {
  return doneCount(job.progress) === job.progress.total;
}

/** Seconds of active time until the last symbol is done at the current rate; null if unknown or never. */
export function etaSeconds(progress: JobProgress, state: JobState | null): number | null {
  const left = progress.total - doneCount(progress);
  if (left === 0) return 0;
  if ((state && isTerminal(state)) || progress.symbolsPerSecond <= 0) return null;
  return left / progress.symbolsPerSecond;
}

/** Returns the actions that the job allows. RETRY_FAILED requires a terminal state and failed symbols. */
export function allowedActions(job: CollectionJob): JobAction[] {
  return JOB_ACTIONS.filter((action) =>
    action === 'RETRY_FAILED'
      ? isTerminal(job.state) && job.progress.failed > 0
      : transitionFor(action, job.state) !== undefined,
  );
}

/**
 * Whether `job` is newer than `known`, two snapshots of one job. Every change of a job appends an event, except a page
 * that is not the last one of its symbol.
 */
export function isNewerThan(job: CollectionJob, known: CollectionJob): boolean {
  if (job.version !== known.version) return job.version > known.version;
  return job.lastEvent > known.lastEvent || job.progress.rows > known.progress.rows;
}

/** Restores the dates of a job that was serialized as JSON. */
export function jobFromJson(job: CollectionJob): CollectionJob {
  const date = (value: Date | null) => value && new Date(value);
  return {
    ...job,
    from: new Date(job.from),
    to: new Date(job.to),
    createdAt: new Date(job.createdAt),
    startedAt: date(job.startedAt),
    pausedAt: date(job.pausedAt),
    completedAt: date(job.completedAt),
  };
}
