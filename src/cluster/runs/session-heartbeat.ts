import type { ClusterStore, JobQuestion, NodeState, Pulse } from '../../application/ports/cluster-store';
import type { Logger } from '../../application/ports/logger';
import { StoreUnavailableError } from '../../domain/store-errors';
import { delay } from '../../async/delay';
import { within } from '../../async/within';
import type { WorkerPool } from '../../application/worker/worker-pool';
import { TIMING } from '../../timing';

/** Timeout for ending the session. If it fails, the session expires. In milliseconds. */
const FAREWELL_MS = 1_000;

export interface SessionHeartbeatDeps {
  readonly store: Pick<ClusterStore, 'beat' | 'leave' | 'probe' | 'stillHeldBy'>;
  readonly pool: WorkerPool;
  readonly self: Omit<NodeState, 'shards'>;
  /** Returns what to ask about watched jobs. */
  readonly question: () => JobQuestion;
  /** @param isAlive whether the heartbeat has renewed the session */
  readonly onHeartbeat: (pulse: Pulse, isAlive: boolean) => void;
  /** The server is another one than before, and may have lost commits. */
  readonly onOtherServer: () => void;
  readonly log: Logger;
}

/**
 * Renews this node's session in the database, and reads the state of the jobs that it works on. Without an answer for
 * SELF_FENCED_AFTER the node starts no symbol, so it obeys a command within a second even if the broadcast of the
 * command is lost. Without a renewal for SESSION its leases belong to whoever takes them.
 */
export class SessionHeartbeat {
  private heardAt = -Infinity;
  private wasStale = true;
  private isClockOff = false;
  private isProbing = false;
  private serverStartedAt = 0;
  /** Whether leases of this node may have been taken or lost since they were last checked. */
  private isUnsure = true;
  private readonly closing = new AbortController();
  private beating: Promise<void> = Promise.resolve();
  private watch: NodeJS.Timeout | undefined;

  constructor(private readonly deps: SessionHeartbeatDeps) {}

  /** Whether this node knows every command that was committed a second ago or earlier. Otherwise it is fenced. */
  hears(): boolean {
    return performance.now() - this.heardAt < TIMING.SELF_FENCED_AFTER;
  }

  /** Sends the first heartbeat, then one every HEARTBEAT. @throws StoreUnavailableError when the first one fails */
  async open(): Promise<void> {
    await this.once();
    if (this.closing.signal.aborted) return;
    this.watch = setInterval(() => this.attend(), TIMING.FENCE_CHECK);
    this.beating = this.beatOn();
  }

  async close(): Promise<void> {
    this.closing.abort();
    clearInterval(this.watch);
    await within(FAREWELL_MS, this.beating);
    await within(FAREWELL_MS, this.deps.store.leave(this.deps.self.id)).catch(() => undefined);
  }

  private async beatOn(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await delay(TIMING.HEARTBEAT, [signal]);
      if (!signal.aborted) await this.once().catch(() => this.attend());
    }
  }

  private async once(): Promise<void> {
    const asked = performance.now();
    const { size: shards, versions: owned, storeSilentMs } = this.deps.pool;
    const renews = storeSilentMs < TIMING.STORE_SILENT;
    if (storeSilentMs > TIMING.STORE_SILENT / 2) void this.probe();
    const node = { ...this.deps.self, shards };
    const pulse = await this.deps.store.beat({ node, renews, owned, watched: this.deps.question() });
    for (const [jobId, order] of pulse.orders) this.deps.pool.obeyDatabase(jobId, order, asked);
    if (this.mayHaveLostLeases(pulse)) this.isUnsure = true;
    if (this.isUnsure) await this.checkLeases();
    // Only now: what the answer says has to be obeyed before the gates open.
    if (renews) this.heardAt = asked;
    this.attend();
    this.checkClock(pulse.now, performance.now() - asked);
    this.deps.onHeartbeat(pulse, renews);
  }

  /**
   * Whether another node may have taken over while the session had expired, or a server that has restarted may have lost
   * the commit that granted a lease. An earlier heartbeat, whose answer was lost, may have renewed an expired session.
   */
  private mayHaveLostLeases({ wasValid, serverStartedAt }: Pulse): boolean {
    const isOtherServer = serverStartedAt !== this.serverStartedAt;
    if (isOtherServer && this.serverStartedAt !== 0) this.deps.onOtherServer();
    this.serverStartedAt = serverStartedAt;
    return isOtherServer || !wasValid || performance.now() - this.heardAt >= TIMING.SESSION;
  }

  /** Stops the runs that have lost their lease. */
  private async checkLeases(): Promise<void> {
    const runs = this.deps.pool.runsToCheck();
    const leases = await this.deps.store.stillHeldBy(this.deps.self.id);
    const held = new Set(leases.map(({ runId }) => runId));
    for (const { runId, worker } of runs) {
      if (held.has(runId)) continue;
      this.deps.log.warn({ ...worker.shard }, 'a run has lost its lease');
      worker.loseLease();
    }
    if (!leases.every(({ isSure }) => isSure))
      throw new StoreUnavailableError('a lease is locked: it is checked again');
    this.isUnsure = false;
  }

  /**
   * Tells a store that is slow, or waits for a lock that any node would wait for, from one that this node cannot reach.
   */
  private async probe(): Promise<void> {
    if (this.isProbing) return;
    this.isProbing = true;
    const probed = this.deps.store.probe(this.deps.self.id).then(() => this.deps.pool.storeAnswered());
    await probed.catch(() => undefined);
    this.isProbing = false;
  }

  /** @param tookMs round-trip time, an upper bound of the age of `now` */
  private checkClock(now: number, tookMs: number): void {
    const aheadMs = Math.round(Date.now() - tookMs / 2 - now);
    const isOff = Math.abs(aheadMs) > TIMING.CLOCK_ERROR + tookMs / 2;
    if (isOff && !this.isClockOff)
      this.deps.log.warn({ aheadMs }, "this node's clock is not the database's: see docs/operations.md");
    this.isClockOff = isOff;
  }

  private attend(): void {
    const isStale = !this.hears();
    // Not only on a change: a worker closes its gate itself if it finds the node stale right before a start, which may
    // be between two of these checks.
    for (const worker of this.deps.pool.all()) worker.attend();
    if (isStale === this.wasStale) return;
    this.wasStale = isStale;
    if (isStale)
      this.deps.log.warn({}, 'the database does not answer, or stores nothing: no further symbol starts until it does');
    else this.deps.log.info({}, 'the database answers');
  }
}
