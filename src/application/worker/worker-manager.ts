import type { CollectionJob } from '../../domain/collection-job';
import type { JobSymbol } from '../../domain/job-symbol';
import type { ControlOrder } from '../../domain/control-order';
import type { WorkerPool } from './worker-pool';

/** What becomes of the symbols in flight when a job is paused: they finish, or they are aborted. */
export type InFlight = 'FINISH' | 'ABORT';

/**
 * Registry and signaller of workers. A signal follows the commit that it tells of and only makes the truth arrive
 * sooner; it is no error if no worker listens, and the worker need not be in this process.
 */
export interface IWorkerManager {
  /** Resolves when a worker has taken up the job, or has found that it is not wanted. */
  startWorker(job: Pick<CollectionJob, 'id' | 'shares'>): Promise<void>;
  /** No further symbol starts: in this process from the call on, anywhere once it resolves. */
  pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void>;
  /** Withdraws the pause of a worker that still drains; starts a new one where the last has gone to rest. */
  resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shares'>): Promise<void>;
  /**
   * Requests in flight are aborted: in this process from the call on, anywhere once it resolves. What a worker still
   * tries to store is refused.
   */
  stopWorker(jobId: string): Promise<void>;
  /** The symbols that are being worked on at this moment. */
  inFlight(jobId: string): Promise<readonly JobSymbol[]>;
}

/** All workers are in this process. */
export class WorkerManager implements IWorkerManager {
  constructor(private readonly pool: WorkerPool) {}

  async startWorker({ id, shares }: Pick<CollectionJob, 'id' | 'shares'>): Promise<void> {
    const workers = Array.from({ length: shares }, (_, share) => this.pool.launch({ jobId: id, share }));
    for (const worker of workers) await worker?.started;
  }

  async pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void> {
    this.pool.obey(jobId, order, inFlight === 'ABORT');
  }

  async resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shares'>): Promise<void> {
    this.pool.obey(jobId, order);
    await this.startWorker({ id: jobId, shares: order.shares });
  }

  async stopWorker(jobId: string): Promise<void> {
    for (const worker of this.pool.of(jobId)) worker.stop();
  }

  async inFlight(jobId: string): Promise<readonly JobSymbol[]> {
    return this.pool.inFlight(jobId);
  }
}
