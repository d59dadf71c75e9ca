import type { ICollectionJobRepository } from '../ports/collection-job-repository';
import type { Logger } from '../ports/logger';
import type { IWorkerManager } from '../worker/worker-manager';

/**
 * Recovers the jobs that the previous process left: RUNNING jobs resume, PENDING jobs start, and PAUSED jobs stay
 * PAUSED with the end of their drain recorded. Must run before the service accepts commands.
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
