import type { ShareOfJob } from '../application/ports/collection-ledger';
import { StoreUnavailableError } from '../domain/store-errors';
import type { ClusterStore } from '../application/ports/cluster-store';
import type { Logger } from '../application/ports/logger';
import { delay } from '../async/delay';
import { retryWhileUnavailable } from '../async/retry-while-unavailable';
import { sharedAbort } from '../async/shared-abort';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { RunQueue, RunTaker } from './run-queue';

/** How often a node looks for runs that are wanted and not queued, in milliseconds. */
const SWEEP_MS = 5_000;
/** Beats in a row for which a node must have too many runs before it hands some on. */
const UNEVEN_BEATS = 8;
/** Beats for others to take them before it takes runs again; and how long it waits for them to end. */
const [MIN_REST_BEATS, MAX_REST_BEATS] = [3, 20];

/**
 * Makes the runs that the queue gives to this node, and sees to it that every run that is wanted is queued. Whoever makes
 * a run wanted commits first and queues it then; when a run has left the queue, it is looked whether it is wanted again;
 * and for whoever died between the two, every node looks from time to time.
 */
export class RunAdopter implements RunTaker {
  private readonly closing = sharedAbort();
  /** Shares whose run ends here, to go on on another node. */
  private readonly handedOn = new Set<string>();
  private unevenBeats = 0;
  /** Since it handed runs on: so that it is others who take them. */
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

  async run(share: ShareOfJob): Promise<'OVER' | 'HANDED_ON'> {
    // About to be taken when the rest began.
    if (this.restedBeats !== null) return 'HANDED_ON';
    const worker = this.pool.launch(share);
    // A run that ends by an unexpected error does not get here: its worker begins it again, as it does without a cluster,
    // after a wait that grows. The queue would give it to somebody at once, again and again. So the entry stays until the
    // worker has ended, and while it stays, whoever finds the share without a holder and queues it changes nothing.
    await worker?.ended;
    const isHandedOn = this.handedOn.delete(keyOf(share));
    return isHandedOn || this.closing.signal.aborted ? 'HANDED_ON' : 'OVER';
  }

  /** Goes on all the same, until another run has begun: whatever the queue believes, the lease says whose the share is. */
  lost(share: ShareOfJob): void {
    retryWhileUnavailable(
      async () => {
        if (await this.store.isHeldBy(this.nodeId, share)) return;
        this.log.warn({ ...share }, 'a run was taken for dead, and is given up');
        this.pool.find(share)?.stop();
      },
      this.closing.signal,
      () => undefined,
    ).catch((error: unknown) => this.complain(error));
  }

  left(share: ShareOfJob): void {
    retryWhileUnavailable(
      async () => {
        if (await this.store.isWanted(share)) await this.queue.add([share]);
      },
      this.closing.signal,
      () => undefined,
    ).catch((error: unknown) => this.complain(error));
  }

  /**
   * Hands runs on when this node has had too many for a while: jobs that come, go and rest must not make runs wander.
   * To be called with every beat. @param surplus how many are too many
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

  /** Ends runs when what they have in flight is stored, for other nodes to go on with. */
  private handOn(count: number): void {
    for (const { share } of this.mostOfOneJob().slice(0, count)) {
      this.handedOn.add(keyOf(share));
      this.pool.find(share)?.windDown();
    }
  }

  /** Queues what is wanted and has no run. */
  async sweep(): Promise<void> {
    const running = this.pool.all().map(({ share }) => share);
    await this.queue.add(await this.store.leftBehind(this.nodeId, running));
  }

  /** Workers that are not ending yet, those of jobs that have most of them first. */
  private mostOfOneJob() {
    const workers = this.pool.all().filter(({ share }) => !this.handedOn.has(keyOf(share)));
    return workers.sort((a, b) => this.pool.of(b.share.jobId).length - this.pool.of(a.share.jobId).length);
  }

  private async sweepOn(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      // Not all nodes at once.
      await delay(SWEEP_MS * (0.5 + Math.random()), [signal]);
      if (!signal.aborted) await this.sweep().catch((error: unknown) => this.complain(error));
    }
  }

  private complain(error: unknown): void {
    if (this.closing.signal.aborted || error instanceof StoreUnavailableError) return;
    this.log.error({ err: error }, 'runs could not be queued');
  }
}

function keyOf({ jobId, share }: ShareOfJob): string {
  return `${jobId}.${share}`;
}
