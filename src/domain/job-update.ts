import type { CollectionJob } from './collection-job';

/** What happened to a job, told after it was committed. */
export interface JobUpdate {
  /** The job as the transaction left it. */
  readonly job: CollectionJob;
  /** Progress may be skipped by who is slow; a transition may not. */
  readonly kind: 'TRANSITION' | 'PROGRESS';
}
