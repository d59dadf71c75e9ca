import type { CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';
import { LEASE_LOST, type Lease, type LeaseTaken, type ShareOfJob } from '../ports/collection-ledger';
import { NodeOutdatedError, StoreUnavailableError } from '../../domain/store-errors';
import type { ActiveSymbol } from './active-symbol';
import { CollectionRun, type RunOutcome } from './collection-run';
import type { ControlOrder } from '../../domain/control-order';
import { ControlSignals } from './control-signals';
import { delay } from '../../async/delay';
import { retryWhileUnavailable } from '../../async/retry-while-unavailable';
import type { RunParts } from './run-parts';
import { within } from '../../async/within';

/** What a worker is made of; `sourceOf` is undefined for a source that this service does not have. */
export type WorkerParts = Omit<RunParts, 'source' | 'throttle' | 'signals'> & {
  readonly sourceOf: (name: string) => Pick<RunParts, 'source' | 'throttle'> | undefined;
  /** Whether this process would hear of a command now, see ControlSignals. */
  readonly hears: () => boolean;
};

/** Between a run that ended by an unexpected error and the next, in milliseconds; it doubles with each failure. */
const [FIRST_REST_MS, LONGEST_REST_MS] = [250, 30_000];
/** The successor of a run waits for no database that says nothing, in milliseconds. */
const RELEASE_MS = 1_000;

/**
 * Runs one share of a job until it rests, ends or is stopped; a run that fails unexpectedly is begun again. Has its own
 * pause gate and its own stop.
 */
export class CollectionWorker {
  private readonly signals: ControlSignals;
  private readonly stopping = new AbortController();
  private run: CollectionRun | null = null;
  private isOver = false;
  /** The latest version that was known when a lease was asked for last. */
  private versionAsked = 0;
  /** Ends the wait after a run that failed. */
  private commanded = new AbortController();
  private leaseTried: () => void = () => undefined;
  /** Settles when nothing of the last question for a lease is under way any more. */
  private leaseAsked: Promise<unknown> = Promise.resolve();

  /** Resolves when the worker has its lease, or has found that it is to have none. */
  readonly started = new Promise<void>((resolve) => (this.leaseTried = resolve));
  readonly ended: Promise<void>;

  /** @param predecessor what must have ended first: a share has one worker at a time */
  constructor(
    readonly share: ShareOfJob,
    private readonly parts: WorkerParts,
    predecessor: Promise<void>,
  ) {
    this.signals = new ControlSignals(parts.hears);
    this.ended = predecessor.then(() => this.live());
  }

  get inFlight(): readonly ActiveSymbol[] {
    return this.run?.inFlight ?? [];
  }

  /** Whether it will hear no further signal. */
  get over(): boolean {
    return this.isOver;
  }

  /** @param abortInFlight lets go of the symbols in flight, if it is this order that keeps the gate closed */
  obey(order: ControlOrder, abortInFlight: boolean): void {
    this.observe(order);
    // ControlBroadcast are said again until they are heard: one that comes late must not abort what a later pause lets finish.
    if (abortInFlight && this.signals.isStoppedBy(order)) this.run?.abortInFlight();
  }

  /** Its job has drained, says the database: what is in flight here all the same is a run's that has lost its lease. */
  drainedElsewhere(order: ControlOrder): void {
    if (this.inFlight.length > 0 && this.signals.isStoppedBy(order)) this.stop();
  }

  stop(): void {
    this.stopping.abort();
    this.run?.stop();
  }

  /** Lets what is in flight be stored, starts nothing more, and ends. */
  windDown(): void {
    this.signals.shutGate();
    if (this.run) this.run.restIfIdle();
    else this.stop();
  }

  /** To be called when it has changed whether commands are heard. */
  attend(): void {
    this.signals.setGate();
  }

  private observe(order: ControlOrder): void {
    this.signals.observe(order);
    if (this.hasNews) this.commanded.abort();
    if (!this.signals.gate.isOpen) this.run?.restIfIdle();
  }

  /** Run after run, until none is wanted. Between the decision and the end of it nothing is awaited: no command gets lost. */
  private async live(): Promise<void> {
    let [failures, isWanted] = [0, true];
    while (isWanted && !this.isDismissed) {
      const outcome = await this.liveOnce().catch((error: unknown) => this.restAfter(error, ++failures));
      isWanted = outcome === 'CRASHED' || this.isWantedAfter(outcome);
    }
    this.isOver = true;
    this.leaseTried();
    // Else whoever takes the share up next would find it held by this worker, which was about to take it when it was stopped.
    await within(RELEASE_MS, this.leaseAsked);
  }

  /** Nobody else takes the share up again. A command that came since the run began, or comes now, ends the wait. */
  private async restAfter(error: unknown, failures: number): Promise<'CRASHED'> {
    this.leaseTried();
    if (this.isDismissed && isCutShort(error)) return 'CRASHED';
    const waitMs = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    this.parts.log.error({ err: error, ...this.share, failures, waitMs }, 'a run ended by an error');
    this.commanded = new AbortController();
    if (!this.hasNews && !this.isDismissed) await delay(waitMs, [this.stopping.signal, this.commanded.signal]);
    return 'CRASHED';
  }

  /** Stopped, or told to wind down: no further run. */
  private get isDismissed(): boolean {
    return this.stopping.signal.aborted || this.signals.isGateShut;
  }

  /**
   * Also when it was commanded between its decision to end and now. What was heard before the database was asked, and is
   * newer than its answer all the same, it does not know: asked once more it would say the same.
   */
  private isWantedAfter({ ending, job }: RunOutcome): boolean {
    if (ending !== 'RESTED' || !job) return false;
    return job.state === 'RUNNING' || (this.hasNews && this.signals.version > job.version);
  }

  /** Whether it has heard of a version that was not known when it asked for its lease last. */
  private get hasNews(): boolean {
    return this.signals.version > this.versionAsked;
  }

  /** One lease, one run. */
  private async liveOnce(): Promise<RunOutcome> {
    this.versionAsked = this.signals.version;
    const { job, lease } = await this.takeLease();
    if (!job) return { ending: 'LEASE_LOST', job };
    this.versionAsked = Math.max(this.versionAsked, job.version);
    this.committed(job, 'TRANSITION');
    return lease ? this.runUnder(lease, job) : outcomeWithoutLease(job);
  }

  /** The lease is given back unless another run of this worker may follow, or the job's end has revoked it. */
  private async runUnder(lease: Lease, job: CollectionJob): Promise<RunOutcome> {
    let outcome: RunOutcome = { ending: 'STOPPED', job: null };
    try {
      outcome = await this.collectUnder(lease, job);
    } finally {
      const isKept = outcome.ending === 'RESTED' || (outcome.job !== null && isTerminal(outcome.job.state));
      if (!isKept || this.isDismissed) await this.release(lease);
    }
    return outcome;
  }

  private async collectUnder(lease: Lease, job: CollectionJob): Promise<RunOutcome> {
    const origin = this.parts.sourceOf(job.source);
    if (!origin) return this.refuse(job, lease);
    await origin.source.open();
    if (this.stopping.signal.aborted) return { ending: 'STOPPED', job: null };
    this.run = this.runOf(job, lease, origin);
    this.leaseTried();
    try {
      return await this.run.execute();
    } finally {
      this.run = null;
    }
  }

  /** Once, and not for long, as it is no loss when it fails: then the next run is told that somebody held the lease. */
  private async release(lease: Lease): Promise<void> {
    await within(RELEASE_MS, this.parts.ledger.release(lease)).catch((error: unknown) => {
      this.parts.log.warn({ err: error, ...this.share }, 'a lease could not be given back');
    });
  }

  private runOf(job: CollectionJob, lease: Lease, origin: Pick<RunParts, 'source' | 'throttle'>): CollectionRun {
    const committed: RunParts['committed'] = (left, kind) => this.committed(left, kind);
    return new CollectionRun(job, lease, { ...this.parts, ...origin, signals: this.signals, committed });
  }

  private committed(job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS'): void {
    this.parts.committed(job, kind);
    this.observe(job);
  }

  private takeLease(): Promise<LeaseTaken> {
    return this.ask(() => {
      const taken = this.parts.ledger.takeLease(this.share, this.stopping.signal);
      this.leaseAsked = taken.catch(() => undefined);
      return taken;
    });
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return retryWhileUnavailable(question, this.stopping.signal, (error) => {
      this.leaseTried();
      this.parts.log.warn({ err: error, ...this.share }, 'database out of reach, trying again');
    });
  }

  private async refuse(job: CollectionJob, lease: Lease): Promise<RunOutcome> {
    const message = `this service has no source named "${job.source}"`;
    const failure = { code: 'INTERNAL', message, silentMs: null } as const;
    const failed = await this.ask(() => this.parts.ledger.fail(lease, failure));
    if (failed === LEASE_LOST) return { ending: 'LEASE_LOST', job: null };
    this.committed(failed, 'TRANSITION');
    return { ending: isTerminal(failed.state) ? 'FAILED' : 'RESTED', job: failed };
  }
}

/** A PAUSED job wants no run; of any other, the share is finished or the job is. */
function outcomeWithoutLease(job: CollectionJob): RunOutcome {
  return { ending: job.state === 'PAUSED' ? 'RESTED' : 'OUT_OF_SYMBOLS', job };
}

/** What a stop makes of a question that is under way. */
function isCutShort(error: unknown): boolean {
  const known = error instanceof StoreUnavailableError || error instanceof NodeOutdatedError;
  return known || (error as Error).name === 'AbortError';
}
