import type { JobState } from '../../domain/job-state';
import { PauseGate } from './pause-gate';

/**
 * What a worker knows of its job's control state. Signals and the answers of the database come in by any order; the
 * version tells which is the latest, so that a late pause cannot close what a later resume has opened.
 */
export class ControlSignals {
  readonly gate = new PauseGate();
  private latest = 0;
  private isRunning = true;
  private isShut = false;

  /** @param hears whether a command would be heard: without that no symbol may start */
  constructor(private readonly hears: () => boolean = () => true) {}

  get version(): number {
    return this.latest;
  }

  /**
   * Whether the job is known to be RUNNING no more: PAUSED, or at its end. The gate tells less: it is closed as well while
   * no command would be heard, and once it is shut for good.
   */
  get isPaused(): boolean {
    return !this.isRunning;
  }

  /** Whether the gate will not open again. */
  get isGateShut(): boolean {
    return this.isShut;
  }

  /** Asked once more at the last moment: nothing may lie between the answer and the start. */
  get maySymbolStart(): boolean {
    this.setGate();
    return this.gate.isOpen;
  }

  /** Whether it is this order, and no later one, that lets no symbol start. */
  isStoppedBy(order: { readonly version: number }): boolean {
    return !this.isRunning && order.version === this.latest;
  }

  observe(job: { readonly version: number; readonly state: JobState }): void {
    if (job.version <= this.latest) return;
    this.latest = job.version;
    this.isRunning = job.state === 'RUNNING';
    this.setGate();
  }

  /** Closes the gate for good, whatever is heard later. */
  shutGate(): void {
    this.isShut = true;
    this.setGate();
  }

  /** To be called when it has changed whether commands are heard. */
  setGate(): void {
    if (this.isRunning && !this.isShut && this.hears()) this.gate.open();
    else this.gate.close();
  }
}
