import { allowedActions, type CollectionJob } from '../../domain/collection-job';
import { InvalidInputError, InvalidJobStateError, JobNotFoundError } from '../../domain/errors';
import type { ICollectionJobRepository } from '../ports/collection-job-repository';
import { inTime } from '../../async/in-time';
import type { StartCollectionUseCase, StartCommand } from './start-collection';

/** For each of what is read first, in milliseconds. */
const READING_MS = 1_500;

/** A terminal state has no way out: what failed in a job that has ended is collected again by a new job. */
export class RetryFailedUseCase {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly start: StartCollectionUseCase,
  ) {}

  /**
   * @returns the new job, with the settings of the old one and its FAILED symbols
   * @throws InvalidJobStateError unless the job has ended with FAILED symbols; JobNotFoundError; InvalidInputError, which
   *   blames the job for what a new one of its settings would be refused for; what StartCollectionUseCase throws
   */
  async execute(jobId: string, command: StartCommand): Promise<CollectionJob> {
    const job = await inTime(READING_MS, this.jobs.find(jobId));
    if (!job) throw new JobNotFoundError(jobId);
    if (!allowedActions(job).includes('RETRY_FAILED')) throw new InvalidJobStateError(job, 'RETRY_FAILED');
    const { name, source, interval, from, to, concurrency } = job;
    const symbols = await inTime(READING_MS, this.jobs.failedSymbols(jobId));
    const reason = command.reason ?? `the failed symbols of job ${jobId}`;
    const draft = { name, source, interval, from, to, concurrency, symbols };
    return this.start.execute(draft, { ...command, reason, retryOf: jobId }).catch(blameTheJob);
  }
}

/** The caller gave no symbols and no source, but a job that has them. */
function blameTheJob(error: unknown): never {
  if (!(error instanceof InvalidInputError) || OWN_FIELDS.includes(error.path[1]!)) throw error;
  throw new InvalidInputError(error.message, ['input', 'id']);
}

const OWN_FIELDS = ['requestId', 'reason'];
