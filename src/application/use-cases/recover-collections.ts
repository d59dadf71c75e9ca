import type { ICollectionJobRepository } from '../ports/collection-job-repository';
import type { Logger } from '../ports/logger';
import type { IWorkerManager } from '../worker/worker-manager';

/**
 * What a start of the service does about jobs that its predecessor left: RUNNING ones go on by themselves, PENDING
 * ones start, PAUSED ones stay, with the end of their drain recorded. To be executed before anybody can command jobs.
 */
export class RecoverCollectionsUseCase {
  constructor(
    private readonly jobs: ICollectionJobRepository,
    private readonly workers: IWorkerManager,
    private readonly log: Logger,
  ) {}

  async execute(): Promise<void> {
    await this.jobs.settleInterruptedDrains();
    const unattended = await this.jobs.unattended();
    for (const job of unattended) {
      await this.jobs.recordRecovery(job.id);
      await this.workers.startWorker(job);
    }
    if (unattended.length > 0) this.log.info({ jobs: unattended.length }, 'recovered jobs');
  }
}
