import { allowedActions, type CollectionJob } from '../../domain/collection-job';
import { InvalidInputError, InvalidJobStateError, JobNotFoundError } from '../../domain/errors';
import type { FailedSymbol, ICollectionJobRepository, JobDraft } from '../ports/collection-job-repository';
import { ASKABLE_REASONS } from '../../domain/series/gap';
import { inTime } from '../../async/in-time';
import type { StartCollectionUseCase, StartCommand } from './start-collection';

/** Timeout of each of the two reads that precede the command, in milliseconds. */
const READING_MS = 1_500;

/** Creates a new job for the failed symbols of a job that has ended. Terminal states have no outgoing transition. */
export class RetryFailedUseCase {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly start: StartCollectionUseCase,
  ) {}

  /**
   * @returns the new job, with the settings of the old one and its FAILED symbols. It also asks for what the source did
   *   not reach or what was quarantined
   * @throws InvalidJobStateError unless the job has ended with FAILED symbols; JobNotFoundError; InvalidInputError with
   *   the path of the job id if a new job with the old settings would be refused; what StartCollectionUseCase throws
   */
  async execute(jobId: string, command: StartCommand): Promise<CollectionJob> {
    const job = await inTime(READING_MS, this.jobs.find(jobId));
    if (!job) throw new JobNotFoundError(jobId);
    if (!allowedActions(job).includes('RETRY_FAILED')) throw new InvalidJobStateError(job, 'RETRY_FAILED');
    const { name, source, interval, from, to, fromListing, mode, concurrency } = job;
    const failed = await inTime(READING_MS, this.jobs.failedSymbols(jobId));
    const reason = command.reason ?? `the failed symbols of job_${jobId}`;
    const asked = { name, source, interval, from, to, fromListing, mode, asksFor: ASKABLE_REASONS, concurrency };
    const draft = { ...asked, symbols: failed.map(({ symbol }) => symbol), windows: windowsOf(failed) };
    return this.start.execute(draft, { ...command, reason, retryOf: jobId }).catch(blameTheJob);
  }
}

/** A job gives each of its symbols a window of its own, or none of them. */
function windowsOf(failed: readonly FailedSymbol[]): JobDraft['windows'] {
  const windows = failed.flatMap(({ window }) => window ?? []);
  return windows.length > 0 ? windows : null;
}

/** The symbols, source and so on come from the job, so errors in them are reported on the caller's `id`. */
function blameTheJob(error: unknown): never {
  if (!(error instanceof InvalidInputError) || OWN_FIELDS.includes(error.path[1]!)) throw error;
  throw new InvalidInputError(error.message, ['input', 'id']);
}

const OWN_FIELDS = ['requestId', 'reason'];
