import { retryWhileUnavailable } from '../../../async/retry-while-unavailable';
import type { CollectionJob } from '../../../domain/collection-job';
import {
  LEASE_LOST,
  type CollectionLedger,
  type JobFailure,
  type JobRange,
  type Lease,
  type PendingSymbol,
  type Stored,
  type SymbolStep,
} from '../../ports/collection-ledger';
import type { RunLife } from './run-life';
import type { RunDeps } from './run-deps';
import type { SymbolShelf } from './symbol-queue';

/**
 * The ledger for one run: asks under its lease, again while the store is out of reach, tells what was committed, and ends
 * the run when the lease is lost. Every method throws the abort's reason once the run is cut, see RunLife.
 */
export class LeasedLedger implements SymbolShelf {
  private readonly ledger: CollectionLedger;

  constructor(
    private readonly job: CollectionJob,
    private readonly lease: Lease,
    private readonly deps: Pick<RunDeps, 'ledger' | 'telemetry' | 'log' | 'committed'>,
    private readonly life: RunLife,
  ) {
    this.ledger = deps.ledger;
  }

  /** The symbols of a range that have no outcome. */
  read({ from, to }: JobRange): Promise<readonly PendingSymbol[]> {
    return this.ask(() => this.ledger.pendingSymbols(this.job.id, from, to));
  }

  /** More of the list for this share; null when there is no more. The only share of a job has all of it. */
  claim(): Promise<JobRange | null> {
    return this.job.shares === 1 ? Promise.resolve(null) : this.ask(() => this.ledger.claim(this.lease, this.job));
  }

  /** One transaction for all of them. @throws when the lease was lost, and nothing of it is stored */
  async store(steps: readonly SymbolStep[]): Promise<void> {
    const began = performance.now();
    const stored = await this.ask(() => this.ledger.store(this.lease, this.job, steps));
    if (this.isStored(stored, 'PROGRESS')) this.deps.telemetry.stored(steps, performance.now() - began);
    this.life.cut.throwIfAborted();
  }

  async recordDrained(): Promise<Stored> {
    const stored = await this.ask(() => this.ledger.recordDrained(this.lease));
    this.isStored(stored, 'TRANSITION');
    return stored;
  }

  /** @returns the job, and whether the share is finished for good */
  async complete(): Promise<{ job: Stored; isFinished: boolean }> {
    const answer = await this.ask(() => this.ledger.complete(this.lease));
    this.isStored(answer.job, 'TRANSITION');
    return answer;
  }

  async fail(failure: JobFailure): Promise<Stored> {
    const stored = await this.ask(() => this.ledger.fail(this.lease, failure));
    this.isStored(stored, 'TRANSITION');
    return stored;
  }

  private isStored(stored: Stored, kind: 'TRANSITION' | 'PROGRESS'): stored is CollectionJob {
    if (stored === LEASE_LOST) this.life.move({ name: 'LEASE_LOST' });
    else this.deps.committed(stored, kind);
    return stored !== LEASE_LOST;
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return retryWhileUnavailable(question, this.life.cut, (error) =>
      this.deps.log.warn({ err: error, jobId: this.job.id }, 'database out of reach, trying again'),
    );
  }
}
