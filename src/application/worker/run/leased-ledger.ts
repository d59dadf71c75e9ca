import { retryWhileUnavailable } from '../../../async/retry-while-unavailable';
import type { CollectionJob } from '../../../domain/collection-job';
import {
  LEASE_LOST,
  type CollectionLedger,
  type Ended,
  type JobFailure,
  type JobRange,
  type Lease,
  type PendingSymbol,
  type StepStored,
  type Stored,
  type SymbolStep,
} from '../../ports/collection-ledger';
import type { TimeRanges } from '../../../domain/series/time-range';
import type { RunLife } from './run-life';
import type { RunDeps } from './run-deps';
import type { SymbolShelf } from './symbol-queue';

/**
 * The ledger for one run: works under its lease, retries while the store is out of reach, publishes what was committed,
 * and ends the run when the lease is lost. Requests to the store throw once the run is cut (see RunLife): the abort's
 * reason, or the StoreUnavailableError that was being retried.
 */
export class LeasedLedger implements SymbolShelf {
  private readonly ledger: CollectionLedger;

  constructor(
    private readonly job: CollectionJob,
    private readonly lease: Lease,
    private readonly deps: Pick<RunDeps, 'ledger' | 'storeProgress' | 'telemetry' | 'log' | 'committed'>,
    private readonly life: RunLife,
  ) {
    this.ledger = deps.ledger;
  }

  /** Returns the symbols of a range that are left to collect. Those with nothing to ask for get their outcome. */
  async read(range: JobRange): Promise<readonly PendingSymbol[]> {
    const symbols = await this.ask(() => this.ledger.pendingSymbols(this.job, range));
    if (this.job.mode === 'REFRESH' || symbols.every(({ answered }) => answered.length === 0)) return symbols;
    const settled = await this.ask(() => this.ledger.settleAnswered(this.lease, this.job, range));
    if (!settled) return symbols;
    this.deps.committed(settled, 'PROGRESS');
    return this.ask(() => this.ledger.pendingSymbols(this.job, range));
  }

  answered(seriesIds: readonly number[]): Promise<readonly TimeRanges[]> {
    return this.ask(() => this.ledger.answered(this.job, seriesIds));
  }

  /** Claims the next range for this shard; null when the list is used up. A single shard owns the whole list. */
  claim(): Promise<JobRange | null> {
    return this.job.shards === 1 ? Promise.resolve(null) : this.ask(() => this.ledger.claim(this.lease, this.job));
  }

  /** Stores the steps in one transaction. @throws if the lease was lost; nothing is stored then */
  async store(steps: readonly SymbolStep[]): Promise<readonly StepStored[]> {
    const began = performance.now();
    const stored = await this.ask(() => this.ledger.store(this.lease, this.job, steps));
    const { job, steps: result } = stored === LEASE_LOST ? { job: stored, steps: [] } : stored;
    if (this.isStored(job, 'PROGRESS')) this.deps.telemetry.stored(steps, result, performance.now() - began);
    this.life.cut.throwIfAborted();
    return result;
  }

  async recordDrained(): Promise<Stored> {
    const stored = await this.ask(() => this.ledger.recordDrained(this.lease));
    this.isStored(stored, 'TRANSITION');
    return stored;
  }

  /** @returns the job and whether the shard is finished for good */
  async complete(): Promise<{ job: Stored; isFinished: boolean }> {
    const answer = await this.ask(() => this.ledger.complete(this.lease));
    this.noteEnd(answer);
    return answer;
  }

  async fail(failure: JobFailure): Promise<Stored> {
    const answer = await this.ask(() => this.ledger.fail(this.lease, failure));
    this.noteEnd(answer);
    return answer.job;
  }

  private noteEnd({ job, hasEnded }: Ended): void {
    if (this.isStored(job, 'TRANSITION') && hasEnded && job.verdict) this.deps.telemetry.completed(job.verdict);
  }

  private isStored(stored: Stored, kind: 'TRANSITION' | 'PROGRESS'): stored is CollectionJob {
    if (stored === LEASE_LOST) this.life.move({ name: 'LEASE_LOST' });
    else this.deps.committed(stored, kind);
    return stored !== LEASE_LOST;
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    const answer = retryWhileUnavailable(question, this.life.cut, (error) =>
      this.deps.log.warn({ err: error, jobId: this.job.id }, 'database out of reach, trying again'),
    );
    return this.deps.storeProgress.watch(answer);
  }
}
