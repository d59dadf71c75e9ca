import type { CollectionJob } from '../../domain/collection-job';
import type { Command, JobControl } from '../control/job-control';
import type { JobFeed } from '../control/job-feed';
import type { IWorkerManager } from '../worker/worker-manager';

/** PAUSED → RUNNING, from the exact point; straight on to COMPLETED when the drain has finished the last symbol. */
export class ResumeCollectionUseCase {
  constructor(
    private readonly control: JobControl,
    private readonly workers: IWorkerManager,
    private readonly feed: JobFeed,
  ) {}

  /** @throws what JobControl.apply throws */
  async execute(jobId: string, command: Command): Promise<CollectionJob> {
    const { job, isNew, patience } = await this.control.apply(jobId, 'RESUME', command);
    if (!isNew) return job;
    const { workers } = this;
    const signalled = job.state === 'RUNNING' ? workers.resumeWorker(jobId, job) : workers.stopWorker(jobId);
    this.feed.publish({ job, kind: 'TRANSITION' });
    await patience.forWhatFollows(signalled, jobId);
    return job;
  }
}
