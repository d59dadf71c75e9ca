import type { ICollectionJobRepository } from '../application/ports/collection-job-repository';
import type { ClusterStore } from '../application/ports/cluster-store';
import type { JobUpdate } from '../domain/job-update';
import { retryWhileUnavailable } from '../async/retry-while-unavailable';

/** Added to every window: exceeds what clock error and the latency of the database can amount to. In milliseconds. */
const MARGIN_MS = 2_000;
/** Upper bound of a window, whatever a message asks for, in milliseconds. */
const LONGEST_MS = 24 * 60 * 60_000;
/** With this many jobs waiting to be read one by one, they are read as one window instead. */
const MAX_JOBS = 1_000;

export interface CatchUpDeps {
  readonly store: Pick<ClusterStore, 'updatesSince'>;
  readonly jobs: Pick<ICollectionJobRepository, 'find'>;
  readonly deliver: (update: JobUpdate) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Reads from the database the updates that the bus lost. Messages of other nodes trigger the reads, so their cost is
 * bounded: reads run one at a time, and their window (MARGIN_MS aside) does not reach back beyond the start of this
 * node, which cannot have missed anything earlier.
 */
export class CatchUp {
  private readonly begunAt = performance.now();
  /** Start of the window to read, in milliseconds of the monotonic clock; Infinity: none. */
  private wantedFrom = Infinity;
  private readonly wantedJobs = new Map<string, JobUpdate['kind']>();
  /** When `wantedJobs` last became non-empty, in milliseconds of the monotonic clock. */
  private jobsSince = 0;
  private isReading = false;
  private readonly closing = new AbortController();

  constructor(private readonly deps: CatchUpDeps) {}

  /** Reads and delivers what was committed in the last `ms` milliseconds. */
  readLast(ms: number): void {
    const now = performance.now();
    this.wantedFrom = Math.min(this.wantedFrom, Math.max(now - Math.min(ms, LONGEST_MS), this.begunAt));
    void this.readAll();
  }

  readJob(jobId: string, kind: JobUpdate['kind']): void {
    if (this.wantedJobs.size === 0) this.jobsSince = performance.now();
    if (this.wantedJobs.size >= MAX_JOBS) {
      this.wantedJobs.clear();
      return this.readLast(performance.now() - this.jobsSince);
    }
    if (this.wantedJobs.get(jobId) !== 'TRANSITION') this.wantedJobs.set(jobId, kind);
    void this.readAll();
  }

  close(): void {
    this.closing.abort();
  }

  private async readAll(): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    while (this.isWanted && !this.closing.signal.aborted) await this.readNext().catch((error) => this.complain(error));
    this.isReading = false;
  }

  private get isWanted(): boolean {
    return this.wantedFrom < Infinity || this.wantedJobs.size > 0;
  }

  private async readNext(): Promise<void> {
    const [next] = this.wantedJobs;
    if (this.wantedFrom < Infinity) return this.readUpdates();
    if (!next) return;
    const [jobId, kind] = next;
    this.wantedJobs.delete(jobId);
    const job = await this.retryWhileUnavailable(() => this.deps.jobs.find(jobId));
    if (job) this.deps.deliver({ job, kind });
  }

  private async readUpdates(): Promise<void> {
    const from = this.wantedFrom;
    this.wantedFrom = Infinity;
    const { store, deliver } = this.deps;
    const updates = await this.retryWhileUnavailable(() => store.updatesSince(performance.now() - from + MARGIN_MS));
    for (const update of updates) deliver(update);
  }

  private retryWhileUnavailable<T>(ask: () => Promise<T>): Promise<T> {
    return retryWhileUnavailable(ask, this.closing.signal, () => undefined);
  }

  private complain(error: unknown): void {
    if (!this.closing.signal.aborted) this.deps.failed(error);
  }
}
