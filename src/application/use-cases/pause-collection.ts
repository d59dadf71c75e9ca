import type { CollectionJob } from '../../domain/collection-job';
import { decideTransition } from '../control/decide-transition';
import type { IdempotentCommands } from '../control/idempotent-commands';
import type { Command } from '../control/request';
import type { InFlight, IWorkerManager } from '../worker/worker-manager';

export interface PauseCommand extends Command {
  /** FINISH (the default): symbols in flight finish. ABORT: they return to the queue and keep their stored pages. */
  readonly inFlight?: InFlight;
}

/** RUNNING → PAUSED. Once it returns, no further symbol starts. `drained` is set when those in flight have ended. */
export class PauseCollectionUseCase {
  constructor(
    private readonly commands: IdempotentCommands,
    private readonly workers: IWorkerManager,
  ) {}

  /** @throws what IdempotentCommands.execute throws */
  execute(jobId: string, request: PauseCommand): Promise<CollectionJob> {
    const inFlight = request.inFlight ?? 'FINISH';
    return this.commands.execute({
      jobId,
      operation: 'PAUSE',
      request,
      content: { jobId, inFlight },
      decide: (tx) => decideTransition(tx, jobId, 'PAUSE', request),
      // The response waits until every node has acknowledged the pause or fenced itself. The manager bounds the wait.
      follow: (job) => this.workers.pauseWorker(jobId, job, inFlight),
    });
  }
}
