import type { CollectionJob } from '../../domain/collection-job';
import { decideTransition } from '../control/decide-transition';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { IWorkerManager } from '../worker/worker-manager';

/** PAUSED → RUNNING, from the stored page; on to COMPLETED if the drain has finished the last symbol. */
export class ResumeCollectionUseCase {
  constructor(
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
  ) {}

  /** @throws what IdempotentCommands.execute throws */
  execute(jobId: string, request: Command): Promise<CollectionJob> {
    const { workers } = this;
    return this.commands.execute({
      jobId,
      operation: 'RESUME',
      request,
      content: { jobId },
      decide: (tx) => decideTransition(tx, jobId, 'RESUME', request),
      follow: (job, patience) => {
        const signalled = job.state === 'RUNNING' ? workers.resumeWorker(jobId, job) : workers.stopWorker(jobId);
        return patience.forWhatFollows(signalled, jobId);
      },
    });
  }
}
