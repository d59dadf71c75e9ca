import { unlessAborted } from '../../async/or-aborted';
import { retryWhileUnavailable } from '../../async/retry-while-unavailable';
import { within } from '../../async/within';
import type { CollectionJob } from '../../domain/collection-job';
import { InvalidInputError } from '../../domain/errors';
import { isTerminal } from '../../domain/job-state';
import { LEASE_LOST, type Lease, type LeaseTaken, type ShardOfJob } from '../ports/collection-ledger';
import { CollectionRun, type RunOutcome } from './run/collection-run';
import type { RunDeps } from './run/run-deps';

/** Dependencies of a worker. `sourceOf` returns undefined for a source that this service does not have. */
export type WorkerDeps = Omit<RunDeps, 'source' | 'throttle' | 'archive' | 'signals'> & {
  readonly sourceOf: (name: string) => MaybeSource | Promise<MaybeSource>;
  /** Whether this process would learn of a command now, see ControlSignals. */
  readonly hears: () => boolean;
  /** When leases were last checked, see WorkerPool.runsToCheck. */
  readonly leasesCheckedAt: () => number;
};

type SourceOfRun = Pick<RunDeps, 'source' | 'throttle' | 'archive'>;
type MaybeSource = SourceOfRun | undefined;

/** What a worker passes to each of its runs. */
export interface LeasedRunDeps extends Omit<WorkerDeps, 'hears'>, Pick<RunDeps, 'signals'> {
  /** Aborts when the worker is told to stop. */
  readonly stopping: AbortSignal;
  /**
   * Called with the job as read with the lease, before `committed` is called.
   * @param asked when the lease was first asked for, in milliseconds of the monotonic clock
   */
  readonly jobRead: (job: CollectionJob, asked: number) => void;
  /** Called when the lease is granted, and after each attempt to reach the database that failed. */
  readonly leaseTried: () => void;
}

/** Timeout for giving back a lease, in milliseconds: the next run must not wait for an unresponsive database. */
const RELEASE_MS = 1_000;

/** One lease and the run under it. A worker creates one for each run. */
export class LeasedRun {
  private held: Lease | null = null;
  private collecting: CollectionRun | null = null;
  /** Settles when the last request for a lease is no longer in flight. */
  private leaseAsked: Promise<unknown> = Promise.resolve();
  /** When the last request for a lease was made, in milliseconds of the monotonic clock. */
  private leaseAskedAt = 0;

  constructor(
    private readonly shard: ShardOfJob,
    private readonly deps: LeasedRunDeps,
    /** See CollectionLedger.takeLease. */
    private readonly yields: boolean,
  ) {}

  /** Id of the run under the lease; null before it is granted and after the run has ended. */
  get runId(): string | null {
    return this.held?.runId ?? null;
  }

  /** The run while it collects, otherwise null. */
  get run(): CollectionRun | null {
    return this.collecting;
  }

  async execute(): Promise<RunOutcome> {
    const asked = performance.now();
    const { job, lease, heldBy } = await this.takeLease();
    if (!job) return { ending: 'REFUSED', job };
    this.deps.jobRead(job, asked);
    if (heldBy !== null) return { ending: 'REFUSED', job: null };
    this.deps.committed(job, 'TRANSITION');
    // The check could not find it, and another node may have taken it since.
    if (lease && this.leaseAskedAt < this.deps.leasesCheckedAt()) return { ending: 'LEASE_LOST', job: null };
    return lease ? this.runUnder(lease, job) : outcomeWithoutLease(job);
  }

  /**
   * Waits up to RELEASE_MS for a lease request that was in flight when the worker was stopped. Otherwise the next run
   * of the shard could find it held.
   */
  async letGo(): Promise<void> {
    await within(RELEASE_MS, this.leaseAsked);
  }

  /** Gives the lease back unless another run of this worker may follow or the end of the job has revoked it. */
  private async runUnder(lease: Lease, job: CollectionJob): Promise<RunOutcome> {
    let outcome: RunOutcome = { ending: 'STOPPED', job: null };
    this.held = lease;
    try {
      outcome = await this.collectUnder(lease, job);
    } finally {
      const isKept = outcome.ending === 'RESTED' || (outcome.job !== null && isTerminal(outcome.job.state));
      const isDismissed = this.deps.stopping.aborted || this.deps.signals.isGateShut;
      if (!isKept || isDismissed) await this.release(lease);
      this.held = null;
    }
    return outcome;
  }

  private async collectUnder(lease: Lease, job: CollectionJob): Promise<RunOutcome> {
    // Whoever waits for the start does not wait for the source, which may have to be loaded.
    this.deps.leaseTried();
    const origin = await unlessAborted(this.sourceOf(job), [this.deps.stopping]);
    if (!origin || this.deps.stopping.aborted) return { ending: 'STOPPED', job: null };
    if (typeof origin === 'string') return this.refuse(origin, lease);
    await origin.source.open();
    if (this.deps.stopping.aborted) return { ending: 'STOPPED', job: null };
    this.collecting = new CollectionRun(job, lease, { ...this.deps, ...origin });
    try {
      return await this.collecting.execute();
    } finally {
      this.collecting = null;
    }
  }

  /** Returns the source, or why there is none: for one, its package may have been removed. */
  private async sourceOf({ source }: CollectionJob): Promise<SourceOfRun | string> {
    try {
      return (await this.deps.sourceOf(source)) ?? `this service has no source named "${source}"`;
    } catch (error) {
      if (error instanceof InvalidInputError) return error.message;
      throw error;
    }
  }

  private takeLease(): Promise<LeaseTaken> {
    return this.ask(() => {
      this.leaseAskedAt = performance.now();
      const taken = this.deps.ledger.takeLease(this.shard, this.deps.stopping, this.yields);
      this.leaseAsked = taken.catch(() => undefined);
      return taken;
    });
  }

  /** One attempt with a short timeout. A failure is harmless: the next run finds the lease held and recovers it. */
  private async release(lease: Lease): Promise<void> {
    await within(RELEASE_MS, this.deps.ledger.release(lease)).catch((error: unknown) => {
      this.deps.log.warn({ err: error, ...this.shard }, 'a lease could not be given back');
    });
  }

  private async refuse(message: string, lease: Lease): Promise<RunOutcome> {
    const failure = { code: 'INTERNAL', message, silentMs: null } as const;
    const { job: failed, hasEnded } = await this.ask(() => this.deps.ledger.fail(lease, failure));
    if (failed === LEASE_LOST) return { ending: 'LEASE_LOST', job: null };
    this.deps.committed(failed, 'TRANSITION');
    if (hasEnded && failed.verdict) this.deps.telemetry.completed(failed.verdict);
    return { ending: isTerminal(failed.state) ? 'FAILED' : 'RESTED', job: failed };
  }

  private ask<T>(question: () => Promise<T>): Promise<T> {
    return retryWhileUnavailable(question, this.deps.stopping, (error) => {
      this.deps.leaseTried();
      this.deps.log.warn({ err: error, ...this.shard }, 'database out of reach, trying again');
    });
  }
}

/** A PAUSED job wants no run. In any other state, the shard or the job is finished. */
function outcomeWithoutLease(job: CollectionJob): RunOutcome {
  return { ending: job.state === 'PAUSED' ? 'RESTED' : 'OUT_OF_SYMBOLS', job };
}
