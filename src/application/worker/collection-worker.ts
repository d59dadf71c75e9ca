import { delay } from '../../async/delay';
import type { CollectionJob } from '../../domain/collection-job';
import type { ControlOrder } from '../../domain/control-order';
import { NodeOutdatedError, StoreUnavailableError } from '../../domain/store-errors';
import type { ShardOfJob } from '../ports/collection-ledger';
import { ControlSignals } from './control-signals';
import { LeasedRun, type WorkerDeps } from './leased-run';
import type { ActiveSymbol } from './run/active-symbol';
import type { CollectionRun, RunOutcome } from './run/collection-run';

/** Backoff after a run that failed unexpectedly, in milliseconds. Doubles with each failure, up to the maximum. */
const [FIRST_REST_MS, LONGEST_REST_MS] = [250, 30_000];

/**
 * Runs one shard of a job until the shard rests, ends or is stopped. A run that fails unexpectedly is restarted. Each
 * worker has its own pause gate and its own stop signal.
 */
export class CollectionWorker {
  private readonly signals: ControlSignals;
  private readonly stopping = new AbortController();
  /** The current or most recent lease and run. */
  private turn: LeasedRun | null = null;
  private isOver = false;
  /** The latest version known when the worker last asked for a lease, or the version read with that lease if newer. */
  private versionAsked = 0;
  /** Ends the backoff after a failed run. */
  private commanded = new AbortController();
  private leaseTried: () => void = () => undefined;

  /** Resolves when the worker has its lease, gets none, or the first attempt to take one has failed. */
  readonly started = new Promise<void>((resolve) => (this.leaseTried = resolve));
  readonly ended: Promise<void>;

  /** @param predecessor must have ended before this worker begins: a shard has one worker at a time */
  constructor(
    readonly shard: ShardOfJob,
    private readonly deps: WorkerDeps,
    predecessor: Promise<void>,
  ) {
    this.signals = new ControlSignals(deps.hears);
    this.ended = predecessor.then(() => this.live());
  }

  private get run(): CollectionRun | null {
    return this.turn?.run ?? null;
  }

  /** The run that has the lease; null while there is none. */
  get runId(): string | null {
    return this.turn?.runId ?? null;
  }

  get inFlight(): readonly ActiveSymbol[] {
    return this.run?.inFlight ?? [];
  }

  /** Whether the worker ignores further signals. */
  get over(): boolean {
    return this.isOver;
  }

  /** Version of the job that the worker knows; 0 before it has read the job. */
  get version(): number {
    return this.signals.version;
  }

  /** The lease has been lost: the run stores nothing more, and the worker asks for another lease. */
  loseLease(): void {
    if (this.run) this.run.loseLease();
    else this.stop();
  }

  /** Forgets a version that the database had lost at `asked`, in milliseconds of the monotonic clock. */
  correct(order: ControlOrder, asked: number): void {
    if (this.signals.isLost(order.version, asked)) this.signals.forget();
  }

  /** @param abortInFlight releases the symbols in flight, provided that this order is what keeps the gate closed */
  obey(order: ControlOrder, abortInFlight: boolean): void {
    this.observe(order);
    // Orders are rebroadcast until acknowledged. A late one must not abort symbols that a later pause lets finish.
    if (abortInFlight && this.signals.isStoppedBy(order)) this.run?.abortInFlight();
  }

  /** The database has recorded the drain, so a run that still has symbols in flight here has lost its lease. */
  drainedElsewhere(order: ControlOrder): void {
    if (this.inFlight.length > 0 && this.signals.isStoppedBy(order)) this.stop();
  }

  stop(): void {
    this.stopping.abort();
    this.run?.stop();
  }

  /** Starts no further symbol, lets those in flight be stored, then ends the worker. */
  windDown(): void {
    this.signals.shutGate();
    if (this.run) this.run.restIfIdle();
    else this.stop();
  }

  /** Must be called when the result of `hears` has changed. */
  attend(): void {
    this.signals.setGate();
  }

  private observe(order: ControlOrder): void {
    this.signals.observe(order);
    if (this.hasNews) this.commanded.abort();
    if (!this.signals.gate.isOpen) this.run?.restIfIdle();
  }

  /** Executes runs until none is wanted. No await lies between that decision and `isOver`, so no command is lost. */
  private async live(): Promise<void> {
    let [failures, isWanted, hasLost] = [0, true, false];
    while (isWanted && !this.isDismissed) {
      const outcome = await this.runOnce(hasLost).catch((error: unknown) => this.restAfter(error, ++failures));
      isWanted = outcome === 'CRASHED' || this.isWantedAfter(outcome);
      const losesAgain = outcome !== 'CRASHED' && outcome.ending === 'LEASE_LOST';
      // One loss has a reason that the next request finds out. Two in a row may be followed by any number.
      if (hasLost && losesAgain) await delay(FIRST_REST_MS, [this.stopping.signal]);
      hasLost = losesAgain;
    }
    this.isOver = true;
    this.leaseTried();
    await this.turn?.letGo();
  }

  /**
   * Waits before this worker retries, because no other worker takes the shard up. A command that arrived since the run
   * began, or arrives during the backoff, ends the wait.
   */
  private async restAfter(error: unknown, failures: number): Promise<'CRASHED'> {
    this.leaseTried();
    if (this.isDismissed && isCutShort(error)) return 'CRASHED';
    const waitMs = Math.min(FIRST_REST_MS * 2 ** (failures - 1), LONGEST_REST_MS);
    this.deps.log.error({ err: error, ...this.shard, failures, waitMs }, 'a run ended by an error');
    this.commanded = new AbortController();
    if (!this.hasNews && !this.isDismissed) await delay(waitMs, [this.stopping.signal, this.commanded.signal]);
    return 'CRASHED';
  }

  /** Whether the worker was stopped or told to wind down. If so, no further run follows. */
  private get isDismissed(): boolean {
    return this.stopping.signal.aborted || this.signals.isGateShut;
  }

  /**
   * Also true if a command arrived after the run decided to end. A version that was known before the database was asked
   * and is still newer than its answer does not count: asking again would give the same answer.
   */
  private isWantedAfter({ ending, job }: RunOutcome): boolean {
    // The answer to the next request for it tells why: another node has it, the job has ended, or none of both.
    if (ending === 'LEASE_LOST') return true;
    if (ending !== 'RESTED' || !job) return false;
    return job.state === 'RUNNING' || (this.hasNews && this.signals.version > job.version);
  }

  /** Whether a version newer than `versionAsked` is known. */
  private get hasNews(): boolean {
    return this.signals.version > this.versionAsked;
  }

  /** @param hasLost whether the run before has lost the lease, possibly to a successor */
  private async runOnce(hasLost: boolean): Promise<RunOutcome> {
    this.versionAsked = this.signals.version;
    this.turn = new LeasedRun(
      this.shard,
      {
        ...this.deps,
        signals: this.signals,
        stopping: this.stopping.signal,
        jobRead: (job, asked) => {
          this.correct(job, asked);
          this.versionAsked = Math.max(this.versionAsked, job.version);
        },
        leaseTried: () => this.leaseTried(),
        committed: (job, kind) => this.committed(job, kind),
      },
      hasLost,
    );
    return this.turn.execute();
  }

  private committed(job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS'): void {
    this.deps.committed(job, kind);
    this.observe(job);
  }
}

/** Whether a stop explains the error: it cuts short a request to the store that is in flight. */
function isCutShort(error: unknown): boolean {
  const known = error instanceof StoreUnavailableError || error instanceof NodeOutdatedError;
  return known || (error as Error).name === 'AbortError';
}
