import type { JobState } from './job-state';

/** A cooperative request to workers: the job's new state and the version of that transition. */
export interface ControlOrder {
  readonly version: number;
  readonly state: JobState;
}
