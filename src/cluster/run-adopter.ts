import type { ShardOfJob } from '../application/ports/collection-ledger';
import { StoreUnavailableError } from '../domain/store-errors';
import type { ClusterStore } from '../application/ports/cluster-store';
import type { Logger } from '../application/ports/logger';
import { delay } from '../async/delay';
import { retryWhileUnavailable } from '../async/retry-while-unavailable';
import { sharedAbort } from '../async/shared-abort';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { RunQueue, RunTaker } from './run-queue';

/** Mean interval of the search for wanted runs that are not queued, in milliseconds. */
const SWEEP_MS = 5_000;
/** Consecutive heartbeats with a surplus of runs before a node hands some on. */
const UNEVEN_BEATS = 8;
/** Heartbeats for which a node that handed runs on takes none: at least, and at most if those runs have not ended. */
const [MIN_REST_BEATS, MAX_REST_BEATS] = [3, 20];

/**
 * Executes the runs that the queue assigns to this node, and ensures that every wanted run is queued. A command commits
 * first and queues its runs second. When a run leaves the queue, the adopter checks whether it is wanted again. A
 * periodic sweep on every node covers processes that die between commit and queueing.
 */
export class RunAdopter implements RunTaker {
  private readonly closing = sharedAbort();
  /** Shards whose run is ending here to continue on another node. */
  private readonly handedOn = new Set<string>();
  private unevenBeats = 0;
  /** Heartbeats since this node handed runs on; null: not resting. It takes no runs meanwhile, so that others do. */
  private restedBeats: number | null = null;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly nodeId: string,
    private readonly pool: WorkerPool,
    private readonly queue: RunQueue,
    private readonly store: ClusterStore,
    private readonly log: Logger,
  ) {}

  open(): void {
    this.sweeping = this.sweepOn();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.sweeping;
  }

  async run(shard: ShardOfJob): Promise<'OVER' | 'HANDED_ON'> {
    // The queue was assigning this run when the rest began.
    if (this.restedBeats !== null) return 'HANDED_ON';
    const worker = this.pool.launch(shard);
    // A run that fails unexpectedly does not end its worker: as without a cluster, the worker restarts it with backoff,
    // whereas the queue would reassign it immediately, in a loop. The entry stays until the worker has ended. Meanwhile
    // a node that finds the shard without a holder and queues it changes nothing.
    await worker?.ended;
    const isHandedOn = this.handedOn.delete(keyOf(shard));
    return isHandedOn || this.closing.signal.aborted ? 'HANDED_ON' : 'OVER';
  }

  /** Stops the run only if another run has begun: the lease, not the queue, decides which run owns the shard. */
  lost(shard: ShardOfJob): void {
    retryWhileUnavailable(
      async () => {
        if (await this.store.isHeldBy(this.nodeId, shard)) return;
        this.log.warn({ ...shard }, 'a run was taken for dead, and is given up');
        this.pool.find(shard)?.stop();
      },
      this.closing.signal,
      () => undefined,
    ).catch((error: unknown) => this.complain(error));
  }

  left(shard: ShardOfJob): void {
    retryWhileUnavailable(
      async () => {
        if (await this.store.isWanted(shard)) await this.queue.add([shard]);
      },
      this.closing.signal,
      () => undefined,
    ).catch((error: unknown) => this.complain(error));
  }

  /**
   * Hands runs on after UNEVEN_BEATS heartbeats with a surplus: jobs that start, end and rest must not move runs
   * around. Must be called with every heartbeat.
   * @param surplus number of runs to hand on
   */
  even(surplus: number): void {
    if (this.closing.signal.aborted) return;
    if (this.restedBeats !== null) return this.restOn(this.restedBeats);
    this.unevenBeats = surplus > 0 ? this.unevenBeats + 1 : 0;
    if (this.unevenBeats < UNEVEN_BEATS) return;
    [this.unevenBeats, this.restedBeats] = [0, 0];
    void this.queue.rest().then(() => this.handOn(surplus));
  }

  private restOn(beats: number): void {
    const isOver = beats >= (this.handedOn.size > 0 ? MAX_REST_BEATS : MIN_REST_BEATS);
    if (!isOver) return void (this.restedBeats = beats + 1);
    this.restedBeats = null;
    void this.queue.goOn();
  }

  /** Winds runs down: each ends when its symbols in flight are stored, and continues on another node. */
  private handOn(count: number): void {
    for (const { shard } of this.mostOfOneJob().slice(0, count)) {
      this.handedOn.add(keyOf(shard));
      this.pool.find(shard)?.windDown();
    }
  }

  /** Queues the shards that want a run and have none. */
  async sweep(): Promise<void> {
    const running = this.pool.all().map(({ shard }) => shard);
    await this.queue.add(await this.store.leftBehind(this.nodeId, running));
  }

  /** Returns the workers that are not being handed on, those of the jobs with the most workers here first. */
  private mostOfOneJob() {
    const workers = this.pool.all().filter(({ shard }) => !this.handedOn.has(keyOf(shard)));
    return workers.sort((a, b) => this.pool.of(b.shard.jobId).length - this.pool.of(a.shard.jobId).length);
  }

  private async sweepOn(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // Jitter: the nodes must not sweep simultaneously.
      await delay(SWEEP_MS * (0.5 + Math.random()), [signal]);
      if (!signal.aborted) await this.sweep().catch((error: unknown) => this.complain(error));
    }
  }

  private complain(error: unknown): void {
    if (this.closing.signal.aborted || error instanceof StoreUnavailableError) return;
    this.log.error({ err: error }, 'runs could not be queued');
  }
}

function keyOf({ jobId, shard }: ShardOfJob): string {
  return `${jobId}.${shard}`;
}
