import type { ShardOfJob } from '../../application/ports/collection-ledger';
import { NodeOutdatedError, StoreUnavailableError } from '../../domain/store-errors';
import type { ClusterStore } from '../../application/ports/cluster-store';
import type { Logger } from '../../application/ports/logger';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import { retryWhileUnavailable } from '../../async/retry-while-unavailable';
import { sharedAbort } from '../../async/shared-abort';
import type { CollectionWorker } from '../../application/worker/collection-worker';
import type { WorkerPool } from '../../application/worker/worker-pool';
import { TIMING } from '../../timing';
import type { RunQueue, ShardTaker } from './run-queue';

/** Longest time for which a hand-over waits for the lease, or for a node that is fenced, in milliseconds. */
const TAKING_MS = TIMING.HAND_OVER / 3;
/** Interval at which a fenced node looks whether it still is, in milliseconds. */
const FENCED_MS = 50;
/** Consecutive heartbeats with a surplus of runs before a node hands some on. */
const UNEVEN_BEATS = 8;
/** Heartbeats for which a node that handed runs on takes none: at least, and at most if those runs have not ended. */
const [MIN_REST_BEATS, MAX_REST_BEATS] = [3, 20];

/**
 * Runs the shards that the queue assigns to this node, and ensures that every shard that wants a run is queued. A command
 * commits first and queues second, and a node may die in between or while it holds a shard. So a shard is queued again
 * when its worker has ended, when the session of its holder has expired, and by a periodic search.
 */
export class RunAdopter implements ShardTaker {
  private readonly closing = sharedAbort();
  private readonly watched = new WeakSet<CollectionWorker>();
  /** Shards whose run is ending here to continue on another node. */
  private readonly handedOn = new Set<string>();
  private unevenBeats = 0;
  /** Heartbeats since this node handed runs on; null: not resting. It takes no shards meanwhile, so that others do. */
  private restedBeats: number | null = null;
  private readonly queueing = new Set<Promise<void>>();
  private sweeping: Promise<void> = Promise.resolve();

  constructor(
    private readonly nodeId: string,
    private readonly pool: WorkerPool,
    private readonly queue: RunQueue,
    private readonly store: ClusterStore,
    private readonly hears: () => boolean,
    private readonly log: Logger,
  ) {}

  open(): void {
    this.sweeping = this.sweepOn();
  }

  /** Ends the search. Shards whose worker ends later are still queued, see `queued`. */
  async close(): Promise<void> {
    this.closing.abort();
    await this.sweeping;
  }

  /** Resolves when every shard that this node has left is queued. */
  async queued(): Promise<void> {
    while (this.queueing.size > 0) await Promise.all(this.queueing);
  }

  /** In time for the entry: on Redis, one whose lock has expired cannot be completed. */
  async take(shard: ShardOfJob): Promise<void> {
    const { signal } = this.closing;
    // A node that is fenced would only hold the shard.
    for (let waitedMs = 0; !this.hears() && waitedMs < TAKING_MS; waitedMs += FENCED_MS)
      await delay(FENCED_MS, [signal]);
    // The queue was assigning this shard when the rest began: `left` queues it again.
    if (this.restedBeats === null && !signal.aborted && this.hears()) await within(TAKING_MS, this.launch(shard));
  }

  left(shard: ShardOfJob): void {
    const worker = this.pool.find(shard);
    if (worker && !worker.over) return;
    const queueing = this.queueIfFree(shard)
      .catch((error: unknown) => this.complain(error))
      .finally(() => this.queueing.delete(queueing));
    this.queueing.add(queueing);
  }

  /**
   * Queues shards of nodes whose session has expired. @returns their number, 0 when there are no more
   * @throws StoreUnavailableError, errors of the queue
   */
  async takeOverFrom(expired: readonly string[]): Promise<number> {
    const shards = await this.store.heldByExpired(expired);
    await this.queue.add(shards);
    // A node that died while it took a shard may hold no lease.
    await this.queue.recover();
    return shards.length;
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

  /** Queues the shards that want a run and have none, and takes up those that this node holds but does not run. */
  async sweep(): Promise<void> {
    for (const shard of await this.store.heldBy(this.nodeId)) if (!this.pool.find(shard)) void this.launch(shard);
    await this.queue.add(await this.store.leftBehind());
    await this.queue.recover();
  }

  private async launch(shard: ShardOfJob): Promise<void> {
    const worker = this.pool.launch(shard);
    if (!worker) return;
    if (!this.watched.has(worker)) void worker.ended.then(() => this.ended(shard));
    this.watched.add(worker);
    await worker.started;
  }

  private ended(shard: ShardOfJob): void {
    this.handedOn.delete(keyOf(shard));
    this.left(shard);
  }

  private queueIfFree(shard: ShardOfJob): Promise<void> {
    const queueing = async () => {
      if (await this.store.isFree(shard)) await this.queue.add([shard]);
    };
    if (this.closing.signal.aborted) return queueing();
    return retryWhileUnavailable(queueing, this.closing.signal, () => undefined);
  }

  /** Returns the workers that are not being handed on, those of the jobs with the most workers here first. */
  private mostOfOneJob() {
    const workers = this.pool.all().filter(({ shard }) => !this.handedOn.has(keyOf(shard)));
    return workers.sort((a, b) => this.pool.of(b.shard.jobId).length - this.pool.of(a.shard.jobId).length);
  }

  private async sweepOn(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // Jitter: the nodes must not search simultaneously.
      await delay(TIMING.SWEEP * (0.5 + Math.random()), [signal]);
      if (!signal.aborted) await this.sweep().catch((error: unknown) => this.complain(error));
    }
  }

  private complain(error: unknown): void {
    const isKnown = error instanceof StoreUnavailableError || error instanceof NodeOutdatedError;
    if (!this.closing.signal.aborted && !isKnown) this.log.error({ err: error }, 'shards could not be queued');
  }
}

function keyOf({ jobId, shard }: ShardOfJob): string {
  return `${jobId}.${shard}`;
}
