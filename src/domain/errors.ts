import { allowedActions, type CollectionJob } from './collection-job';
import type { JobAction } from './job-state';

/** The job's state does not allow the action. Carries the current job. */
export class InvalidJobStateError extends Error {
  override readonly name = 'InvalidJobStateError';
  readonly allowedActions: readonly JobAction[];

  constructor(
    readonly job: CollectionJob,
    readonly attempted: JobAction,
  ) {
    super(`A ${job.state} job does not allow ${attempted}.`);
    this.allowedActions = allowedActions(job);
  }
}

/** The job's version is not the one that the caller expected. Carries the current job. */
export class VersionConflictError extends Error {
  override readonly name = 'VersionConflictError';

  constructor(
    readonly job: CollectionJob,
    readonly expectedVersion: number,
  ) {
    super(`Expected version ${expectedVersion}, but the job is at version ${job.version} (${job.state}).`);
  }
}

export class JobNotFoundError extends Error {
  override readonly name = 'JobNotFoundError';

  constructor(readonly jobId: string) {
    super('There is no job with this id.');
  }
}

/** The input is invalid. `path` leads to the offending value, starting at the argument. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';

  constructor(
    message: string,
    readonly path: readonly string[],
  ) {
    super(message);
  }
}

/** Every refusal that a command can get. */
export type ControlRefusal = InvalidJobStateError | VersionConflictError | JobNotFoundError;
