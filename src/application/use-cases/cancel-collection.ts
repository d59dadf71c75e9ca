import type { CollectionJob } from '../../domain/collection-job';
import type { Command, JobControl } from '../control/job-control';
import type { JobFeed } from '../control/job-feed';
import type { IWorkerManager } from '../worker/worker-manager';

/** PENDING, RUNNING or PAUSED → CANCELLED. Once it has committed, nothing of the job is stored any more. */
export class CancelCollectionUseCase {
  constructor(
    private readonly control: JobControl,
    private readonly workers: IWorkerManager,
    private readonly feed: JobFeed,
  ) {}

  /** @throws what JobControl.apply throws */
  async execute(jobId: string, command: Command): Promise<CollectionJob> {
    const { job, isNew } = await this.control.apply(jobId, 'CANCEL', command);
    if (!isNew) return job;
    // Workers here stop before subscribers hear of it; only the answer waits for those on other nodes.
    const signalled = this.workers.stopWorker(jobId);
    this.feed.publish({ job, kind: 'TRANSITION' });
    await signalled;
    return job;
  }
}
