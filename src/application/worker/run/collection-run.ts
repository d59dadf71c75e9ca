import { whenAborted } from '../../../async/shared-abort';
import type { CollectionJob } from '../../../domain/collection-job';
import { lanesOf } from '../../../domain/job-shards';
import { NodeOutdatedError } from '../../../domain/store-errors';
import { LEASE_LOST, type Lease, type Stored } from '../../ports/collection-ledger';
import { ActiveSymbol } from './active-symbol';
import { LanePlace } from './lane-place';
import { LeasedLedger } from './leased-ledger';
import { RunLife, type Ending } from './run-life';
import type { RunDeps } from './run-deps';
import { failureOf, FatalSourceError } from './run-failure';
import { StepWriter } from './step-writer';
import { SymbolCollector, type Collected } from './symbol-collector';
import { SymbolQueue } from './symbol-queue';
import { WindowPlan } from './pages/window-plan';

/**
 * How a run ended, and the job as the ledger returned it; null if the ledger was not asked or the lease was lost. REFUSED:
 * it did not begin, because another node holds the shard or there is no such job.
 */
export interface RunOutcome {
  readonly ending: Ending | 'REFUSED';
  readonly job: CollectionJob | null;
}

/** One run of a worker, from lease to end: the shard's part of the job's `concurrency` lanes, one symbol per lane. */
export class CollectionRun {
  private readonly life = new RunLife();
  private readonly active = new Map<number, ActiveSymbol>();
  /** Final steps that are being stored while their lanes have moved on. */
  private readonly lastSteps = new Set<Promise<unknown>>();
  private readonly ledger: LeasedLedger;
  private readonly queue: SymbolQueue;
  private readonly writer: StepWriter;
  private readonly collector: SymbolCollector;

  constructor(
    private readonly job: CollectionJob,
    private readonly lease: Lease,
    private readonly deps: RunDeps,
  ) {
    this.ledger = new LeasedLedger(job, lease, deps, this.life);
    this.queue = new SymbolQueue(lease.claims, this.ledger);
    this.writer = new StepWriter(job.id, this.ledger, deps.storeLimit, this.life.cut);
    const plan = new WindowPlan(job, this.ledger, this.queue, deps.source.barsPerPage);
    this.collector = new SymbolCollector(job, { ...deps, writer: this.writer, plan });
    whenAborted(this.life.ended, () => this.abortInFlight());
  }

  get inFlight(): readonly ActiveSymbol[] {
    return [...this.active.values()];
  }

  /** Executes the run. When it resolves, no lane and no store is left in flight. */
  async execute(): Promise<RunOutcome> {
    const { job, lease } = this;
    const lanes = Array.from({ length: lanesOf(job, lease.shard) }, () =>
      this.lane().catch((error) => this.fail(error)),
    );
    // The gate may have closed before the run could be notified.
    this.restIfIdle();
    await Promise.all(lanes);
    await Promise.all(this.lastSteps);
    await this.drainRecorded();
    // Ignored if the run has ended otherwise. Prevents a drain after this: the run's own final commit closes the gate.
    this.life.move({ name: 'OUT_OF_SYMBOLS' });
    return this.finalize();
  }

  /** Ends the run at once: aborts requests in flight and stores nothing more. */
  stop(): void {
    this.life.move({ name: 'STOPPED' });
  }

  /** Ends the run at once, as if the ledger had refused its lease. */
  loseLease(): void {
    this.life.move({ name: 'LEASE_LOST' });
  }

  /** Aborts the symbols in flight; they return to the queue. */
  abortInFlight(): void {
    for (const symbol of this.active.values()) symbol.abort();
  }

  /**
   * Must be called whenever the gate closes or a symbol ends. If nothing is in flight, the run of a paused job has
   * drained, and a run whose gate is shut for good is handed on. If the gate is closed only because no command would be
   * heard, the run continues and its lanes wait at the gate.
   */
  restIfIdle(): void {
    const { signals } = this.deps;
    if (this.life.state.name !== 'COLLECTING' || signals.gate.isOpen || this.active.size > 0) return;
    if (signals.isGateShut) this.life.move({ name: 'HANDED_ON' });
    else if (signals.isPaused) this.life.move({ name: 'RECORDING_DRAIN', recorded: this.recordDrain(signals.version) });
  }

  private async lane(): Promise<void> {
    const { signals, flightLimit } = this.deps;
    const place = new LanePlace(flightLimit, this.job.id);
    let controller = new AbortController();
    const unaborted = () => (controller.signal.aborted ? (controller = new AbortController()) : controller);
    for (;;) {
      await signals.gate.opened(this.life.ended);
      if (!(await place.take([this.life.ended, signals.gate.closing]))) continue;
      try {
        if (!(await this.takeNext(place, unaborted))) return;
      } finally {
        place.leave();
      }
    }
  }

  /** Requires a held place, so symbols without a place stay in the queue. @returns false when no symbol is left */
  private async takeNext(place: LanePlace, controller: () => AbortController): Promise<boolean> {
    const symbol = await this.queue.next();
    if (!symbol) return false;
    // No symbol may start while a drain is being recorded, even if the job has been resumed.
    await this.drainRecorded();
    // The gate may have closed during the awaits above.
    if (!this.deps.signals.maySymbolStart || this.life.ended.aborted) this.queue.putBack(symbol);
    else await this.work(new ActiveSymbol(symbol, controller()), place);
    return true;
  }

  /** Resolves when no further request for the symbol is needed. */
  private async work(active: ActiveSymbol, place: LanePlace): Promise<void> {
    this.active.set(active.stored.position, active);
    let collected: Collected = { kind: 'STORED' };
    try {
      collected = await this.collector.collect(active, place);
      place.leave();
      if (collected.kind === 'STORING') await this.handOver(active, collected.stored);
      else if (collected.kind === 'RELEASED') this.queue.putBack(collected.symbol);
    } finally {
      if (collected.kind !== 'STORING') this.ended(active);
    }
  }

  /** The lane moves on while the outcome is stored, unless the writer is full. */
  private async handOver(active: ActiveSymbol, stored: Promise<unknown>): Promise<void> {
    const lastStep: Promise<unknown> = stored
      .catch((error) => this.fail(error))
      .finally(() => {
        this.lastSteps.delete(lastStep);
        this.ended(active);
      });
    this.lastSteps.add(lastStep);
    if (this.writer.isFull) await lastStep;
  }

  private ended(active: ActiveSymbol): void {
    this.active.delete(active.stored.position);
    this.restIfIdle();
  }

  /** Resolves when no drain is being recorded. */
  private async drainRecorded(): Promise<void> {
    for (let { state } = this.life; state.name === 'RECORDING_DRAIN'; { state } = this.life) await state.recorded;
  }

  /** Asks once per known version: for a pause that the ledger does not have, a repetition would get the same answer. */
  private async recordDrain(version: number): Promise<void> {
    const { signals } = this.deps;
    const stored = await this.ledger.recordDrained().catch((error: unknown) => this.fail(error));
    if (!stored || stored === LEASE_LOST) return;
    // Resumed before the drain was recorded: this run continues. Resumed later: the lease is gone and a new run begins.
    this.life.move(stored.state === 'PAUSED' ? { name: 'RESTED', job: stored } : { name: 'COLLECTING' });
    if (signals.isGateShut || signals.version !== version) this.restIfIdle();
  }

  /** Reports the ending to the ledger if the ending requires it. */
  private async finalize(): Promise<RunOutcome> {
    const { state } = this.life;
    if (state.name === 'OUT_OF_SYMBOLS') return this.finishShard();
    if (state.name === 'FAILED') return this.settle(await this.ledger.fail(state.failure));
    return this.outcome(null);
  }

  private async finishShard(): Promise<RunOutcome> {
    const { job, isFinished } = await this.ledger.complete();
    return isFinished ? this.outcome(job) : this.settle(job);
  }

  /** Handles a job that the report did not end: a PAUSED job's shard has drained; a RUNNING job wants another run. */
  private async settle(stored: Stored): Promise<RunOutcome> {
    if (stored === LEASE_LOST) return this.outcome(stored);
    const job = stored.state === 'PAUSED' ? await this.ledger.recordDrained() : stored;
    if (job !== LEASE_LOST && (job.state === 'PAUSED' || job.state === 'RUNNING'))
      this.life.move({ name: 'RESTED', job });
    return this.outcome(job);
  }

  private outcome(stored: Stored | null): RunOutcome {
    const { state } = this.life;
    if (state.name === 'COLLECTING' || state.name === 'RECORDING_DRAIN') throw new Error('the run has not ended');
    if (state.name === 'RESTED') return { ending: 'RESTED', job: state.job };
    return { ending: state.name, job: stored === LEASE_LOST ? null : stored };
  }

  private fail(error: unknown): void {
    // The job itself has not failed: a process of the new version continues it.
    if (error instanceof NodeOutdatedError) return this.stop();
    const isNew = this.life.move({ name: 'FAILED', failure: failureOf(error) });
    if (isNew && !(error instanceof FatalSourceError)) {
      this.deps.log.error({ err: error, jobId: this.job.id }, 'worker failed');
    }
  }
}
