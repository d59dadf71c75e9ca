import type { JobProgress } from './collection-job';
import type { JobState } from './job-state';

/** What can be read in a job's history. */
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

/** The actor of everything that the service does by itself. */
export const SYSTEM = 'system';

/** Who or what caused an event, and why. */
export interface Cause {
  readonly actor: string;
  readonly reason?: string | null;
}

/** One entry of a job's history: appended in the transaction of what it tells, never rewritten. */
export interface JobEvent {
  readonly jobId: string;
  /** Per job: 1, 2, 3 … without a gap. */
  readonly seq: number;
  readonly type: JobEventType;
  readonly at: Date;
  /** Both states are set on transitions only (and `toState` on CREATED). */
  readonly fromState: JobState | null;
  readonly toState: JobState | null;
  readonly actor: string;
  readonly reason: string | null;
  /** As of this event. */
  readonly progress: JobProgress;
}
