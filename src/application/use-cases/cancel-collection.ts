import type { CollectionJob } from '../../domain/collection-job';
import { decideTransition } from '../control/decide-transition';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { IWorkerManager } from '../worker/worker-manager';

/** PENDING, RUNNING or PAUSED → CANCELLED. After the commit, nothing further is stored for the job. */
export class CancelCollectionUseCase {
  constructor(
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
  ) {}

  /** @throws what IdempotentCommands.execute throws */
  execute(jobId: string, request: Command): Promise<CollectionJob> {
    return this.commands.execute({
      jobId,
      operation: 'CANCEL',
      request,
      content: { jobId },
      decide: (tx) => decideTransition(tx, jobId, 'CANCEL', request),
      // The response waits until every node has acknowledged the cancel or fenced itself. The manager bounds the wait.
      follow: () => this.workers.stopWorker(jobId),
    });
  }
}
