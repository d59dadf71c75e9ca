import type { JobProgress, Verdict } from './collection-job';
import type { JobState } from './job-state';

/** The event types of a job's history. */
export const JOB_EVENT_TYPES = [
  'CREATED',
  'STARTED',
  'PAUSED',
  'DRAINED',
  'RESUMED',
  'SYMBOLS_DONE',
  'RECOVERED',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const;
export type JobEventType = (typeof JOB_EVENT_TYPES)[number];

/** The actor of everything that the service does on its own. */
export const SYSTEM = 'system';

/** Who or what caused an event, and why. */
export interface Cause {
  readonly actor: string;
  readonly reason?: string | null;
}

/** One entry of a job's history. Appended in the transaction of the change that it records; never rewritten. */
export interface JobEvent {
  readonly jobId: string;
  /** Per job: 1, 2, 3 … without gaps. */
  readonly seq: number;
  readonly type: JobEventType;
  readonly at: Date;
  /** Both states are set on transitions only; CREATED sets `toState` as well. */
  readonly fromState: JobState | null;
  readonly toState: JobState | null;
  /** Of the job, on COMPLETED only. */
  readonly verdict: Verdict | null;
  readonly actor: string;
  readonly reason: string | null;
  /** As of this event. */
  readonly progress: JobProgress;
}
