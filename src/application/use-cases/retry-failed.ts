import { allowedActions, type CollectionJob } from '../../domain/collection-job';
import { InvalidJobStateError, JobNotFoundError } from '../../domain/errors';
import type { ICollectionJobRepository } from '../ports/collection-job-repository';
import type { StartCollectionUseCase, StartCommand } from './start-collection';

/** A terminal state has no way out: what failed in a job that has ended is collected again by a new job. */
export class RetryFailedUseCase {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly start: StartCollectionUseCase,
  ) {}

  /**
   * @returns the new job, with the settings of the old one and its FAILED symbols
   * @throws InvalidJobStateError unless the job has ended with FAILED symbols; JobNotFoundError; InvalidInputError
   */
  async execute(jobId: string, command: StartCommand): Promise<CollectionJob> {
    const job = await this.jobs.find(jobId);
    if (!job) throw new JobNotFoundError(jobId);
    if (!allowedActions(job).includes('RETRY_FAILED')) throw new InvalidJobStateError(job, 'RETRY_FAILED');
    const { name, source, interval, from, to, concurrency } = job;
    const symbols = await this.jobs.failedSymbols(jobId);
    const reason = command.reason ?? `the failed symbols of job ${jobId}`;
    return this.start.execute(
      { name, source, interval, from, to, concurrency, symbols },
      { ...command, reason, retryOf: jobId },
    );
  }
}
