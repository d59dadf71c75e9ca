import type { CollectionJob } from '../../domain/collection-job';
import { lanesOf } from '../../domain/job-shares';
import type { JobFailure, Lease, Stored, SymbolStep } from '../ports/collection-ledger';
import { NodeOutdatedError, StoreRefusedError } from '../../domain/store-errors';
import { ActiveSymbol } from './active-symbol';
import { LanePlace } from './lane-place';
import { retryWhileUnavailable } from '../../async/retry-while-unavailable';
import type { RunParts } from './run-parts';
import { sharedAbort } from '../../async/shared-abort';
import { StepWriter } from './step-writer';
import { FatalSourceError, LastStep, SymbolCollector } from './symbol-collector';
import { SymbolQueue } from './symbol-queue';

/** One run of a worker, from its lease to its end: some of the job's `concurrency` lanes, each with one symbol at a time. */
export class CollectionRun {
  private readonly active = new Map<number, ActiveSymbol>();
  /** Last steps on their way to the disk. */
  private readonly storing = new Set<Promise<void>>();
  private readonly queue: SymbolQueue;
  private readonly collector: SymbolCollector;
  private readonly writer: StepWriter;
  /** Ends the lanes. */
  private readonly halt = sharedAbort();
  /** Ends everything: the run was told to stop, or has lost the right to store. */
  private readonly stopping = sharedAbort();
  private failure: JobFailure | null = null;
  private restedAs: CollectionJob | null = null;
  private draining: Promise<void> | null = null;
  private windingDown = false;

  constructor(
    private readonly job: CollectionJob,
    private readonly lease: Lease,
    private readonly parts: RunParts,
  ) {
    const { ledger } = parts;
    this.writer = new StepWriter({
      enter: () => parts.storeLimit.enter(job.id, [this.stopping.signal]),
      leave: () => parts.storeLimit.leave(job.id),
      write: (steps) => this.write(steps),
    });
    this.queue = new SymbolQueue(lease.claims, {
      read: ({ from, to }) => this.ask(() => ledger.pendingSymbols(job.id, from, to)),
      // The only share of a job has all of it.
      claim: () => (job.shares === 1 ? Promise.resolve(null) : this.ask(() => ledger.claim(lease, job))),
    });
    this.collector = new SymbolCollector(job, { ...parts, store: (step) => this.store(step) });
  }

  get inFlight(): readonly ActiveSymbol[] {
    return [...this.active.values()];
  }

  /**
   * Runs to its end and leaves nothing behind.
   * @returns the job as the run left it; null when nothing is left for another run to do, or it was stopped
   */
  async execute(): Promise<Stored> {
    const { job, lease } = this;
    const lanes = Array.from({ length: lanesOf(job, lease.share) }, () =>
      this.lane().catch((error) => this.fail(error)),
    );
    // The gate may have closed before there was a run to tell.
    this.restIfIdle();
    await Promise.all(lanes);
    await Promise.all(this.storing);
    while (this.draining) await this.draining;
    // From here on the run cannot drain any more: its own last words close the gate too.
    this.halt.abort();
    return this.restedAs ?? (await this.finish());
  }

  /** Ends the run at once: requests in flight are aborted, nothing more is stored. */
  stop(): void {
    this.stopping.abort();
    this.haltLanes();
  }

  /** Ends the run as soon as what is in flight is stored. The gate must be shut. */
  windDown(): void {
    this.windingDown = true;
    this.restIfIdle();
  }

  /** Lets go of what is in flight; it goes back to the queue. */
  abortInFlight(): void {
    for (const symbol of this.active.values()) symbol.abort();
  }

  /** To be called whenever the gate closes or a symbol ends: with nothing in flight, the run of a paused job has drained. */
  restIfIdle(): void {
    const { signals } = this.parts;
    const isBusy = signals.gate.isOpen || this.active.size > 0 || this.draining !== null;
    if (isBusy || this.halt.signal.aborted) return;
    if (this.windingDown) return this.stop();
    // Where no command would be heard the gate is closed too. The job runs on, and the lanes wait at the gate.
    if (signals.isPaused) this.draining = this.drainFor(signals.version);
  }

  private async lane(): Promise<void> {
    const { signals, flightLimit } = this.parts;
    const place = new LanePlace(flightLimit, this.job.id);
    let controller = new AbortController();
    const unaborted = () => (controller.signal.aborted ? (controller = new AbortController()) : controller);
    for (;;) {
      await signals.gate.opened(this.halt.signal);
      if (!(await place.take([this.halt.signal, signals.gate.closing]))) continue;
      try {
        if (!(await this.takeNext(place, unaborted))) return;
      } finally {
        place.leave();
      }
    }
  }

  /** The place comes first: what gets none stays in the queue. @returns false when no symbol is left */
  private async takeNext(place: LanePlace, controller: () => AbortController): Promise<boolean> {
    const symbol = await this.queue.next();
    if (!symbol) return false;
    // While the database is being told that nothing is in flight it must stay so, resumed or not.
    while (this.draining) await this.draining;
    // The gate may have closed while the queue was read.
    if (!this.parts.signals.maySymbolStart || this.halt.signal.aborted) this.queue.putBack(symbol);
    else await this.work(new ActiveSymbol(symbol, controller()), place);
    return true;
  }

  /** Resolves when the source need not be asked about the symbol any more. */
  private async work(active: ActiveSymbol, place: LanePlace): Promise<void> {
    this.active.set(active.stored.position, active);
    let left: Awaited<ReturnType<SymbolCollector['collect']>> = null;
    try {
      left = await this.collector.collect(active, place);
      place.leave();
      if (left instanceof LastStep) await this.handOver(active, left);
      else if (left) this.queue.putBack(left);
    } finally {
      if (!(left instanceof LastStep)) this.ended(active);
    }
  }

  /** The lane goes on while the outcome is stored, unless too many wait for that already. */
  private async handOver(active: ActiveSymbol, { stored }: LastStep): Promise<void> {
    const storing = stored
      .catch((error) => this.fail(error))
      .finally(() => {
        this.storing.delete(storing);
        this.ended(active);
      });
    this.storing.add(storing);
    if (this.writer.isFull) await storing;
  }

  private ended(active: ActiveSymbol): void {
    this.active.delete(active.stored.position);
    this.restIfIdle();
  }

  private async store(step: SymbolStep): Promise<void> {
    await this.writer.store(step);
    this.stopping.signal.throwIfAborted();
  }

  private async write(steps: readonly SymbolStep[]): Promise<Stored> {
    const began = performance.now();
    const job = await this.ask(() => this.parts.ledger.store(this.lease, this.job, steps));
    if (!job) this.stop();
    else {
      this.parts.telemetry.stored(steps, performance.now() - began);
      this.parts.committed(job, 'PROGRESS');
    }
    return job;
  }

  /** Once for each pause that is heard of: of one that the database does not know it would say the same again. */
  private async drainFor(version: number): Promise<void> {
    await this.drain().catch((error) => this.fail(error));
    this.draining = null;
    if (this.windingDown || this.parts.signals.version !== version) this.restIfIdle();
  }

  private async drain(): Promise<void> {
    const job = await this.ask(() => this.parts.ledger.recordDrained(this.lease));
    if (!job) return this.stop();
    this.parts.committed(job, 'TRANSITION');
    // Resumed in time: it goes on. Resumed later, the lease has been given back, and another run goes on.
    if (job.state !== 'PAUSED') return;
    this.restedAs = job;
    this.haltLanes();
  }

  /** No symbol is left, or the job cannot go on: exactly one transaction says so, if nobody was faster. */
  private async finish(): Promise<Stored> {
    if (this.stopping.signal.aborted) return null;
    const { ledger } = this.parts;
    const { job, isFinished } = await this.ask(() => this.lastWord());
    if (job) this.parts.committed(job, 'TRANSITION');
    if (job?.state === 'RUNNING' && isFinished) return null;
    if (job?.state !== 'PAUSED') return job;
    const rested = await this.ask(() => ledger.recordDrained(this.lease));
    if (rested) this.parts.committed(rested, 'TRANSITION');
    return rested;
  }

  private async lastWord(): Promise<{ job: Stored; isFinished: boolean }> {
    const { ledger } = this.parts;
    if (!this.failure) return ledger.complete(this.lease);
    return { job: await ledger.fail(this.lease, this.failure), isFinished: false };
  }

  private fail(error: unknown): void {
    if (this.halt.signal.aborted) return;
    // That says nothing about the job: a process of the new version goes on with it.
    if (error instanceof NodeOutdatedError) return this.stop();
    if (!(error instanceof FatalSourceError)) this.parts.log.error({ err: error, jobId: this.job.id }, 'worker failed');
    this.failure = failureOf(error);
    this.haltLanes();
  }

  private haltLanes(): void {
    this.halt.abort();
    this.abortInFlight();
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return retryWhileUnavailable(question, this.stopping.signal, (error) =>
      this.parts.log.warn({ err: error, jobId: this.job.id }, 'database out of reach, trying again'),
    );
  }
}

function failureOf(error: unknown): JobFailure {
  if (error instanceof FatalSourceError) return error.failure;
  if (error instanceof StoreRefusedError) return { code: 'INTERNAL', message: error.message, silentMs: null };
  return { code: 'INTERNAL', message: 'an internal error, see the log', silentMs: null };
}
