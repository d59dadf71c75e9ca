import type { ClusterStore } from '../application/ports/cluster-store';
import type { ControlOrder } from '../domain/control-order';
import { delay } from '../async/delay';
import type { JobFeed } from '../application/control/job-feed';
import type { InFlight, IWorkerManager } from '../application/worker/worker-manager';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { CollectionJob } from '../domain/collection-job';
import type { JobSymbol } from '../domain/job-symbol';
import type { InFlightBoard } from './in-flight-board';
import { MAX_VERSION } from './bus/messages';
import type { ControlBroadcast } from './control-broadcast';
import type { RunQueue } from './run-queue';

/** How long a start waits for a node to take the job and end its PENDING state, in milliseconds. */
const TAKEN_UP_MS = 500;

/** Controls the workers of a job on all nodes of the cluster. */
export class ClusterWorkerManager implements IWorkerManager {
  constructor(
    private readonly pool: WorkerPool,
    private readonly queue: RunQueue,
    private readonly broadcast: ControlBroadcast,
    private readonly board: InFlightBoard,
    private readonly store: ClusterStore,
    private readonly feed: JobFeed,
  ) {}

  async startWorker({ id, shards }: Pick<CollectionJob, 'id' | 'shards'>): Promise<void> {
    const taken = new AbortController();
    const unlisten = this.feed.listen(id, ({ job }) => job.state !== 'PENDING' && taken.abort());
    try {
      await this.queue.offer(Array.from({ length: shards }, (_, shard) => ({ jobId: id, shard })));
      await delay(TAKEN_UP_MS, [taken.signal]);
    } finally {
      unlisten();
    }
  }

  async pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void> {
    this.pool.obey(jobId, order, inFlight === 'ABORT');
    await this.broadcast.send(jobId, order, inFlight === 'ABORT');
  }

  async resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shards'>): Promise<void> {
    this.pool.obey(jobId, order);
    this.broadcast.announce(jobId, order);
    await this.queue.offer(await this.store.unfinishedShards(jobId));
  }

  async stopWorker(jobId: string): Promise<void> {
    for (const worker of this.pool.of(jobId)) worker.stop();
    await this.broadcast.send(jobId, STOP, true);
  }

  async inFlight(jobId: string): Promise<readonly JobSymbol[]> {
    // After a takeover, both the dead node and its successor may be listed with the same symbol.
    const all = [...this.board.of(jobId), ...this.pool.inFlight(jobId)];
    return [...new Map(all.map((symbol) => [symbol.position, symbol])).values()];
  }
}

/** Supersedes every version: a job that has ended never runs again. */
const STOP: ControlOrder = { version: MAX_VERSION, state: 'CANCELLED' };
