import type { JobState } from '../../domain/job-state';
import { PauseGate } from './pause-gate';

/**
 * A worker's view of its job's control state. Signals and database results may arrive in any order. The version decides
 * which is the latest, so a late pause cannot close the gate that a later resume has opened.
 */
export class ControlSignals {
  readonly gate = new PauseGate();
  private latest = 0;
  /** When `latest` was observed, in milliseconds of the monotonic clock. */
  private observedAt = 0;
  private isRunning = true;
  private isShut = false;

  /** @param hears whether this process would learn of a command now; if not, no symbol may start */
  constructor(private readonly hears: () => boolean = () => true) {}

  get version(): number {
    return this.latest;
  }

  /**
   * Whether the job is known to be no longer RUNNING: PAUSED or terminal. The gate is a weaker signal: it is also
   * closed while no command would be heard, and after `shutGate`.
   */
  get isPaused(): boolean {
    return !this.isRunning;
  }

  /** Whether the gate is closed for good. */
  get isGateShut(): boolean {
    return this.isShut;
  }

  /** Re-evaluates the gate immediately before a symbol starts. The caller must not await between this and the start. */
  get maySymbolStart(): boolean {
    this.setGate();
    return this.gate.isOpen;
  }

  /** Whether this order, and no later one, is the reason that no symbol may start. */
  isStoppedBy(order: { readonly version: number }): boolean {
    return !this.isRunning && order.version === this.latest;
  }

  observe(job: { readonly version: number; readonly state: JobState }): void {
    if (job.version <= this.latest) return;
    this.latest = job.version;
    this.observedAt = performance.now();
    this.isRunning = job.state === 'RUNNING';
    this.setGate();
  }

  /**
   * Whether the database has lost the latest version known, as after a failover that loses commits.
   * @param version the one that the database had at `asked`, in milliseconds of the monotonic clock, or later
   */
  isLost(version: number, asked: number): boolean {
    return version < this.latest && this.observedAt < asked;
  }

  /** Accepts any version next. */
  forget(): void {
    this.latest = 0;
  }

  /** Closes the gate for good, regardless of later orders. */
  shutGate(): void {
    this.isShut = true;
    this.setGate();
  }

  /** Re-evaluates the gate. Must be called when the result of `hears` has changed. */
  setGate(): void {
    if (this.isRunning && !this.isShut && this.hears()) this.gate.open();
    else this.gate.close();
  }
}
