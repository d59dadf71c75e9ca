import type { CollectionJob } from '../../domain/collection-job';
import type { Command, JobControl } from '../control/job-control';
import type { JobFeed } from '../control/job-feed';
import type { IWorkerManager, InFlight } from '../worker/worker-manager';

export interface PauseCommand extends Command {
  /** FINISH (the default): symbols in flight finish; ABORT: they go back to wait, their stored pages kept. */
  readonly inFlight?: InFlight;
}

/** RUNNING → PAUSED. When it returns, no further symbol starts; `drained` tells when those in flight have ended. */
export class PauseCollectionUseCase {
  constructor(
    private readonly control: JobControl,
    private readonly workers: IWorkerManager,
    private readonly feed: JobFeed,
  ) {}

  /** @throws what JobControl.apply throws */
  async execute(jobId: string, command: PauseCommand): Promise<CollectionJob> {
    const inFlight = command.inFlight ?? 'FINISH';
    const { job, isNew } = await this.control.apply(jobId, 'PAUSE', command, { inFlight });
    if (!isNew) return job;
    // Workers here obey before subscribers hear of it; only the answer waits for those on other nodes.
    const signalled = this.workers.pauseWorker(jobId, job, inFlight);
    this.feed.publish({ job, kind: 'TRANSITION' });
    await signalled;
    return job;
  }
}
