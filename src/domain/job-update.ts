import type { CollectionJob } from './collection-job';

/** A change of a job, published after its commit. */
export interface JobUpdate {
  /** The job as the transaction left it. */
  readonly job: CollectionJob;
  /** A slow subscriber may skip PROGRESS, but not a TRANSITION. */
  readonly kind: 'TRANSITION' | 'PROGRESS';
}
