import type { CollectionJob } from '../../domain/collection-job';
import type { JobSymbol } from '../../domain/job-symbol';
import { CollectionWorker, type ControlOrder, type WorkerParts } from './collection-worker';
import { within } from './within';

/** How long a statement under way may take after everything else has ended, in milliseconds. */
const LAST_STATEMENT_MS = 2_000;

/** What becomes of the symbols in flight when a job is paused: they finish, or they are aborted. */
export type InFlight = 'FINISH' | 'ABORT';

/**
 * Registry and signaller of workers. A signal follows the commit that it tells of and only makes the truth arrive
 * sooner; it is no error if no worker listens, and the worker need not be in this process.
 */
export interface IWorkerManager {
  /** Resolves when the worker has taken up the job, or has found that it is not wanted. */
  startWorker(job: Pick<CollectionJob, 'id'>): Promise<void>;
  /** When it returns, no further symbol starts. */
  pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void>;
  /** Withdraws the pause of a worker that still drains; starts a new one where the last has gone to rest. */
  resumeWorker(jobId: string, order: ControlOrder): Promise<void>;
  /** When it returns, requests in flight are aborted; what the worker still tries to store is refused. */
  stopWorker(jobId: string): Promise<void>;
  /** The symbols that are being worked on at this moment. */
  inFlight(jobId: string): Promise<readonly JobSymbol[]>;
}

/** Workers in this process. */
export class WorkerManager implements IWorkerManager {
  private readonly workers = new Map<string, CollectionWorker>();
  private closing = false;

  constructor(private readonly parts: WorkerParts) {}

  async startWorker(job: Pick<CollectionJob, 'id'>): Promise<void> {
    await this.launch(job.id)?.started;
  }

  async pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void> {
    this.workers.get(jobId)?.pause(order, inFlight === 'ABORT');
  }

  async resumeWorker(jobId: string, order: ControlOrder): Promise<void> {
    const worker = this.workers.get(jobId);
    if (worker && !worker.over) worker.resume(order);
    else await this.launch(jobId)?.started;
  }

  async stopWorker(jobId: string): Promise<void> {
    this.workers.get(jobId)?.stop();
  }

  async inFlight(jobId: string): Promise<readonly JobSymbol[]> {
    return (this.workers.get(jobId)?.inFlight ?? []).map((symbol) => symbol.view());
  }

  /** Ends all workers: what is in flight gets `graceMs` milliseconds to be stored, the rest is aborted. */
  async close(graceMs: number): Promise<void> {
    this.closing = true;
    const workers = [...this.workers.values()];
    for (const worker of workers) worker.windDown();
    const allEnded = Promise.all(workers.map((worker) => worker.ended));
    await within(graceMs, allEnded);
    for (const worker of workers) worker.stop();
    // A statement that hangs cannot be called back; what it may yet store is under a lease that the next run ends.
    await within(LAST_STATEMENT_MS, allEnded);
  }

  private launch(jobId: string): CollectionWorker | null {
    const present = this.workers.get(jobId);
    if (this.closing) return null;
    if (present && !present.over) return present;
    const worker = new CollectionWorker(jobId, this.parts, present?.ended ?? Promise.resolve());
    this.workers.set(jobId, worker);
    void worker.ended.then(() => {
      if (this.workers.get(jobId) === worker) this.workers.delete(jobId);
    });
    return worker;
  }
}
