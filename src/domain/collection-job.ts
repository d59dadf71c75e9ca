import type { BarInterval } from './bar';
import { JOB_ACTIONS, isTerminal, transitionFor, type JobAction, type JobState } from './job-state';

const JOB_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whether a text can be the id of a job: a UUID in lower case. Workers and subscribers go by it letter for letter. */
export function isJobId(text: string): boolean {
  return JOB_ID.test(text);
}

/** How far a job is. Counts are of symbols, except `rows`. */
export interface JobProgress {
  readonly total: number;
  readonly succeeded: number;
  readonly empty: number;
  readonly failed: number;
  /** Bars stored by this job. */
  readonly rows: number;
  /** Milliseconds spent RUNNING. */
  readonly activeMs: number;
  /** Symbols that got their outcome per second of active time, over the last 5 to 10 such seconds. */
  readonly symbolsPerSecond: number;
}

/** A job as it stood when it was read: persisted intent, its state, its progress. */
export interface CollectionJob {
  readonly id: string;
  readonly name: string | null;
  readonly state: JobState;
  /** Control version: grows by one with every transition, untouched by progress. */
  readonly version: number;
  readonly source: string;
  readonly interval: BarInterval;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
  /** Symbols that the source is asked about at once. */
  readonly concurrency: number;
  /** Among how many workers its symbols are divided, each with a lease of its own. */
  readonly shares: number;
  /** Given with the last transition. */
  readonly reason: string | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly pausedAt: Date | null;
  readonly completedAt: Date | null;
  /** While PAUSED: whether the last symbol in flight has ended. */
  readonly drained: boolean;
  readonly progress: JobProgress;
}

/** Symbols with an outcome, whatever it is. */
export function doneCount(progress: JobProgress): number {
  return progress.succeeded + progress.empty + progress.failed;
}

export function hasNothingLeft(job: CollectionJob): boolean {
  return doneCount(job.progress) === job.progress.total;
}

/** Seconds of active time until the last symbol is done at the present rate; null when unknown or never. */
export function etaSeconds(progress: JobProgress, state: JobState | null): number | null {
  const left = progress.total - doneCount(progress);
  if (left === 0) return 0;
  if ((state && isTerminal(state)) || progress.symbolsPerSecond <= 0) return null;
  return left / progress.symbolsPerSecond;
}

/** What may be asked of the job as it is. A finished job's failed symbols can be collected again by a new job. */
export function allowedActions(job: CollectionJob): JobAction[] {
  return JOB_ACTIONS.filter((action) =>
    action === 'RETRY_FAILED'
      ? isTerminal(job.state) && job.progress.failed > 0
      : transitionFor(action, job.state) !== undefined,
  );
}

/**
 * Whether `job` tells more than `known`, two views of one job. Control is ordered by version; within one version
 * progress only grows and a drain only ends.
 */
export function isNewerThan(job: CollectionJob, known: CollectionJob): boolean {
  if (job.version !== known.version) return job.version > known.version;
  const [after, before] = [job.progress, known.progress];
  return doneCount(after) > doneCount(before) || after.rows > before.rows || (job.drained && !known.drained);
}

/** A job that went through JSON, which has no dates. */
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
