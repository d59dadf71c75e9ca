import { OutcomeUnknownError } from '../../domain/store-errors';
import type { ICollectionJobRepository } from '../ports/collection-job-repository';
import type { Logger } from '../ports/logger';
import type { JobFeed } from './job-feed';
import { retryWhileUnavailable } from '../../async/retry-while-unavailable';
import { sharedAbort } from '../../async/shared-abort';
import type { IWorkerManager } from '../worker/worker-manager';

/**
 * Aligns a job's workers with its current state. Used when it is unknown whether the signal for a commit was sent: the
 * response to the commit was lost, or the request is a repetition. Signals carry the version, so a redundant one has no
 * effect.
 */
export class WorkerAlignment {
  private readonly closing = sharedAbort();

  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly workers: IWorkerManager,
    private readonly feed: JobFeed,
    private readonly log: Logger,
  ) {}

  async align(jobId: string): Promise<void> {
    const job = await this.jobs.find(jobId);
    if (!job) return;
    if (job.state === 'PENDING') await this.workers.startWorker(job);
    else if (job.state === 'RUNNING') await this.workers.resumeWorker(jobId, job);
    else if (job.state === 'PAUSED') await this.workers.pauseWorker(jobId, job, 'FINISH');
    else await this.workers.stopWorker(jobId);
    this.feed.publish({ job, kind: 'TRANSITION' });
  }

  /** Aligns in the background, as soon as the database is reachable. */
  alignSoon(jobId: string): void {
    retryWhileUnavailable(
      () => this.align(jobId),
      this.closing.signal,
      () => undefined,
    ).catch((error: unknown) => {
      if (!this.closing.signal.aborted) this.log.error({ err: error, jobId }, 'could not align the worker');
    });
  }

  /** Aligns after a command of unknown outcome, because it may have committed. @throws the given error */
  alignIfUnknown(jobId: string, error: unknown): never {
    if (error instanceof OutcomeUnknownError) void error.settled.then(() => this.alignSoon(jobId));
    throw error;
  }

  close(): void {
    this.closing.abort();
  }
}
