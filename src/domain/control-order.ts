import type { JobState } from './job-state';

/** A cooperative request: the state that the job was brought into, and the version that came with it. */
export interface ControlOrder {
  readonly version: number;
  readonly state: JobState;
}
