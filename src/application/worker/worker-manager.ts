import type { CollectionJob } from '../../domain/collection-job';
import type { JobSymbol } from '../../domain/job-symbol';
import type { ControlOrder } from '../../domain/control-order';
import type { WorkerPool } from './worker-pool';

/** Whether a pause lets the symbols in flight finish or aborts them. */
export type InFlight = 'FINISH' | 'ABORT';

/**
 * Registers and signals workers. A signal is sent after the commit that it reports and only speeds up delivery: the
 * database is authoritative. It is no error if no worker receives it. The worker may be in another process.
 */
export interface IWorkerManager {
  /** Resolves when a worker has taken up the job or has found that it is not wanted. The wait may be bounded. */
  startWorker(job: Pick<CollectionJob, 'id' | 'shards'>): Promise<void>;
  /** No further symbol starts: in this process from the call on, on any node once it resolves. */
  pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void>;
  /** Withdraws the pause from workers that still drain and starts new ones for shards whose worker has ended. */
  resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shards'>): Promise<void>;
  /**
   * Aborts requests in flight: in this process from the call on, on any node once it resolves. The ledger refuses
   * whatever a worker still tries to store.
   */
  stopWorker(jobId: string): Promise<void>;
  /** The symbols that workers currently hold. */
  inFlight(jobId: string): Promise<readonly JobSymbol[]>;
}

/** Manages workers that are all in this process. */
export class WorkerManager implements IWorkerManager {
  constructor(private readonly pool: WorkerPool) {}

  async startWorker({ id, shards }: Pick<CollectionJob, 'id' | 'shards'>): Promise<void> {
    const workers = Array.from({ length: shards }, (_, shard) => this.pool.launch({ jobId: id, shard }));
    for (const worker of workers) await worker?.started;
  }

  async pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void> {
    this.pool.obey(jobId, order, inFlight === 'ABORT');
  }

  async resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shards'>): Promise<void> {
    this.pool.obey(jobId, order);
    await this.startWorker({ id: jobId, shards: order.shards });
  }

  async stopWorker(jobId: string): Promise<void> {
    for (const worker of this.pool.of(jobId)) worker.stop();
  }

  async inFlight(jobId: string): Promise<readonly JobSymbol[]> {
    return this.pool.inFlight(jobId);
  }
}
