import type { CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';
import type { JobSymbol } from '../../domain/job-symbol';
import type { ShardOfJob } from '../ports/collection-ledger';
import { CollectionWorker } from './collection-worker';
import type { WorkerDeps } from './leased-run';
import type { ControlOrder } from '../../domain/control-order';
import { within } from '../../async/within';
import { StoreProgress } from './store-progress';

/** How long `close` waits for statements in flight after it has stopped the workers, in milliseconds. */
const LAST_STATEMENT_MS = 2_000;

/** The workers of this process, keyed by job and shard. */
export class WorkerPool {
  private readonly byJob = new Map<string, Map<number, CollectionWorker>>();
  private closing = false;

  private readonly deps: WorkerDeps;
  private readonly storeProgress = new StoreProgress();
  /** Time of the last `runsToCheck`, in milliseconds of the monotonic clock. */
  private leasesCheckedAt = -Infinity;

  constructor(deps: Omit<WorkerDeps, 'storeProgress' | 'leasesCheckedAt'>) {
    const leasesCheckedAt = () => this.leasesCheckedAt;
    this.deps = { ...deps, storeProgress: this.storeProgress, leasesCheckedAt };
  }

  /** For how long the store has answered none of the workers' requests, in milliseconds; 0 if they ask nothing. */
  get storeSilentMs(): number {
    return this.storeProgress.silentMs;
  }

  /** The store has answered something else over the connections of the workers. */
  storeAnswered(): void {
    this.storeProgress.answered();
  }

  /** Ids of the jobs that have a worker here. */
  get jobIds(): string[] {
    return [...this.byJob.keys()];
  }

  /** For each job, the lowest version that one of its workers knows. */
  get versions(): ReadonlyMap<string, number> {
    const lowest = (jobId: string) => Math.min(...this.of(jobId).map(({ version }) => version));
    return new Map(this.jobIds.map((jobId) => [jobId, lowest(jobId)]));
  }

  get size(): number {
    return this.all().length;
  }

  /**
   * Returns the worker of a shard: the present one if it still accepts signals, otherwise a new one.
   * @returns null once the pool is closing or retired
   */
  launch(shard: ShardOfJob): CollectionWorker | null {
    const present = this.find(shard);
    if (this.closing) return null;
    if (present && !present.over) return present;
    const committed: WorkerDeps['committed'] = (job, kind) => this.committed(shard, job, kind);
    const worker = new CollectionWorker(shard, { ...this.deps, committed }, present?.ended ?? Promise.resolve());
    this.add(shard, worker);
    void worker.ended.then(() => this.remove(shard, worker));
    return worker;
  }

  find({ jobId, shard }: ShardOfJob): CollectionWorker | undefined {
    return this.byJob.get(jobId)?.get(shard);
  }

  of(jobId: string): readonly CollectionWorker[] {
    return [...(this.byJob.get(jobId)?.values() ?? [])];
  }

  all(): readonly CollectionWorker[] {
    return this.jobIds.flatMap((jobId) => this.of(jobId));
  }

  /**
   * Returns the runs that have a lease, to be compared with the leases in the database. A lease that was asked for
   * before, and of which this process has not learned yet, counts as lost when it does.
   */
  runsToCheck(): readonly { readonly runId: string; readonly worker: CollectionWorker }[] {
    this.leasesCheckedAt = performance.now();
    return this.all().flatMap((worker) => (worker.runId === null ? [] : [{ runId: worker.runId, worker }]));
  }

  /** Applies a job's new control state to its workers. */
  obey(jobId: string, order: ControlOrder, abortInFlight = false): void {
    for (const worker of this.of(jobId)) {
      if (isTerminal(order.state)) worker.stop();
      else worker.obey(order, abortInFlight);
    }
  }

  /**
   * Applies the state that the database had at `asked`, in milliseconds of the monotonic clock, or later. It counts even
   * if it is older than what the workers were told before: a failover may have lost commands.
   */
  obeyDatabase(jobId: string, order: ControlOrder, asked: number): void {
    for (const worker of this.of(jobId)) worker.correct(order, asked);
    this.obey(jobId, order);
  }

  /** Another node has recorded that the job has drained. */
  drainedElsewhere(jobId: string, order: ControlOrder): void {
    for (const worker of this.of(jobId)) worker.drainedElsewhere(order);
  }

  inFlight(jobId: string): readonly JobSymbol[] {
    return this.of(jobId).flatMap((worker) => worker.inFlight.map((symbol) => symbol.view()));
  }

  /** Stops all workers at once and launches no more. Other nodes collect what was in flight. */
  retire(): void {
    this.closing = true;
    for (const worker of this.all()) worker.stop();
  }

  /** Ends all workers. Symbols in flight have `graceMs` milliseconds to be stored; the rest is aborted. */
  async close(graceMs: number): Promise<void> {
    this.closing = true;
    const workers = this.all();
    for (const worker of workers) worker.windDown();
    const allEnded = Promise.all(workers.map((worker) => worker.ended));
    await within(graceMs, allEnded);
    for (const worker of workers) worker.stop();
    // A hanging statement cannot be recalled. It can store only until the next run takes its lease.
    await within(LAST_STATEMENT_MS, allEnded);
  }

  /** When one worker commits a terminal state, the job's other workers stop as well. */
  private committed({ shard }: ShardOfJob, job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS'): void {
    this.deps.committed(job, kind);
    if (!isTerminal(job.state)) return;
    for (const other of this.of(job.id)) if (other.shard.shard !== shard) other.stop();
  }

  private add({ jobId, shard }: ShardOfJob, worker: CollectionWorker): void {
    const workers = this.byJob.get(jobId) ?? new Map<number, CollectionWorker>();
    this.byJob.set(jobId, workers.set(shard, worker));
  }

  private remove({ jobId, shard }: ShardOfJob, worker: CollectionWorker): void {
    const workers = this.byJob.get(jobId);
    if (workers?.get(shard) !== worker) return;
    workers.delete(shard);
    if (workers.size === 0) this.byJob.delete(jobId);
  }
}
