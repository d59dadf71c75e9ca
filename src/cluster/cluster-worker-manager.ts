import type { ClusterStore } from '../application/ports/cluster-store';
import type { ControlOrder } from '../domain/control-order';
import { delay } from '../async/delay';
import type { JobFeed } from '../application/control/job-feed';
import type { InFlight, IWorkerManager } from '../application/worker/worker-manager';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { CollectionJob } from '../domain/collection-job';
import type { JobSymbol } from '../domain/job-symbol';
import { MAX_VERSION } from './bus/messages';
import type { ControlBroadcast } from './control-broadcast';
import type { RunQueue } from './runs/run-queue';
import type { UpdateExchange } from './updates/update-exchange';

/** How long a start waits for a node to take the job and end its PENDING state, in milliseconds. */
const TAKEN_UP_MS = 500;

export interface ClusterWorkerManagerDeps {
  readonly pool: WorkerPool;
  readonly queue: Pick<RunQueue, 'offer'>;
  readonly broadcast: ControlBroadcast;
  readonly updates: Pick<UpdateExchange, 'inFlightElsewhere'>;
  readonly store: Pick<ClusterStore, 'unfinishedShards'>;
  readonly feed: JobFeed;
}

/** Controls the workers of a job on all nodes of the cluster. */
export class ClusterWorkerManager implements IWorkerManager {
  constructor(private readonly deps: ClusterWorkerManagerDeps) {}

  async startWorker({ id, shards }: Pick<CollectionJob, 'id' | 'shards'>): Promise<void> {
    const taken = new AbortController();
    const unlisten = this.deps.feed.listenBriefly(id, ({ job }) => job.state !== 'PENDING' && taken.abort());
    try {
      await this.deps.queue.offer(Array.from({ length: shards }, (_, shard) => ({ jobId: id, shard })));
      await delay(TAKEN_UP_MS, [taken.signal]);
    } finally {
      unlisten();
    }
  }

  async pauseWorker(jobId: string, order: ControlOrder, inFlight: InFlight): Promise<void> {
    this.deps.pool.obey(jobId, order, inFlight === 'ABORT');
    await this.deps.broadcast.send(jobId, order, inFlight === 'ABORT');
  }

  async resumeWorker(jobId: string, order: ControlOrder & Pick<CollectionJob, 'shards'>): Promise<void> {
    this.deps.pool.obey(jobId, order);
    this.deps.broadcast.announce(jobId, order);
    await this.deps.queue.offer(await this.deps.store.unfinishedShards(jobId));
  }

  async stopWorker(jobId: string): Promise<void> {
    for (const worker of this.deps.pool.of(jobId)) worker.stop();
    await this.deps.broadcast.send(jobId, STOP, true);
  }

  async inFlight(jobId: string): Promise<readonly JobSymbol[]> {
    // After a takeover, both the dead node and its successor may be listed with the same symbol.
    const elsewhere = await this.deps.updates.inFlightElsewhere(jobId);
    const all = [...elsewhere, ...this.deps.pool.inFlight(jobId)];
    return [...new Map(all.map((symbol) => [symbol.position, symbol])).values()];
  }
}

/** Supersedes every version: a job that has ended never runs again. */
const STOP: ControlOrder = { version: MAX_VERSION, state: 'CANCELLED' };
