import { allowedActions, type CollectionJob } from './collection-job';
import type { JobAction } from './job-state';

/** The job's state does not allow what was asked. Carries the job as it is. */
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

/** The job has moved on since the caller last saw it. Carries the job as it is. */
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

/** What was asked makes no sense as asked; `path` leads to the offending value, from the argument on. */
export class InvalidInputError extends Error {
  override readonly name = 'InvalidInputError';

  constructor(
    message: string,
    readonly path: readonly string[],
  ) {
    super(message);
  }
}

/** Every refusal that a command can meet. */
export type ControlRefusal = InvalidJobStateError | VersionConflictError | JobNotFoundError;
