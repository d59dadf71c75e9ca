import { delay } from '../../async/delay';
import type { CollectionJob } from '../../domain/collection-job';
import type { ControlOrder } from '../../domain/control-order';
import { NodeOutdatedError, StoreUnavailableError } from '../../domain/store-errors';
import type { ShareOfJob } from '../ports/collection-ledger';
import { ControlSignals } from './control-signals';
import { LeasedRun, type WorkerDeps } from './leased-run';
import type { ActiveSymbol } from './run/active-symbol';
import type { CollectionRun, RunOutcome } from './run/collection-run';

/** Between a run that ended by an unexpected error and the next, in milliseconds; it doubles with each failure. */
const [FIRST_REST_MS, LONGEST_REST_MS] = [250, 30_000];

/**
 * Runs one share of a job until it rests, ends or is stopped; a run that fails unexpectedly is begun again. Has its own
 * pause gate and its own stop.
 */
export class CollectionWorker {
  private readonly signals: ControlSignals;
  private readonly stopping = new AbortController();
  /** The lease and the run of now, or of last. */
  private turn: LeasedRun | null = null;
  private isOver = false;
  /** The latest version that was known when a lease was asked for last. */
  private versionAsked = 0;
  /** Ends the wait after a run that failed. */
  private commanded = new AbortController();
  private leaseTried: () => void = () => undefined;

  /** Resolves when the worker has its lease, or has found that it is to have none. */
  readonly started = new Promise<void>((resolve) => (this.leaseTried = resolve));
  readonly ended: Promise<void>;

  /** @param predecessor what must have ended first: a share has one worker at a time */
  constructor(
    readonly share: ShareOfJob,
    private readonly deps: WorkerDeps,
    predecessor: Promise<void>,
  ) {
    this.signals = new ControlSignals(deps.hears);
    this.ended = predecessor.then(() => this.live());
  }

  private get run(): CollectionRun | null {
    return this.turn?.run ?? null;
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
    // Orders are said again until they are heard: one that comes late must not abort what a later pause lets finish.
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
      const outcome = await this.runOnce().catch((error: unknown) => this.restAfter(error, ++failures));
      isWanted = outcome === 'CRASHED' || this.isWantedAfter(outcome);
    }
    this.isOver = true;
    this.leaseTried();
    await this.turn?.letGo();
  }

  /** Nobody else takes the share up again. A command that came since the run began, or comes now, ends the wait. */
  private async restAfter(error: unknown, failures: number): Promise<'CRASHED'> {
    this.leaseTried();
    if (this.isDismissed && isCutShort(error)) return 'CRASHED';
    const waitMs = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    this.deps.log.error({ err: error, ...this.share, failures, waitMs }, 'a run ended by an error');
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

  private async runOnce(): Promise<RunOutcome> {
    this.versionAsked = this.signals.version;
    this.turn = new LeasedRun(this.share, {
      ...this.deps,
      signals: this.signals,
      stopping: this.stopping.signal,
      jobRead: (job) => void (this.versionAsked = Math.max(this.versionAsked, job.version)),
      leaseTried: () => this.leaseTried(),
      committed: (job, kind) => this.committed(job, kind),
    });
    return this.turn.execute();
  }

  private committed(job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS'): void {
    this.deps.committed(job, kind);
    this.observe(job);
  }
}

/** What a stop makes of a question that is under way. */
function isCutShort(error: unknown): boolean {
  const known = error instanceof StoreUnavailableError || error instanceof NodeOutdatedError;
  return known || (error as Error).name === 'AbortError';
}
