import type { JobState } from '../../domain/job-state';
import { PauseGate } from './pause-gate';

/**
 * What a worker knows of its job's control state. Signals and the answers of the database come in by any order; the
 * version tells which is the latest, so that a late pause cannot close what a later resume has opened.
 */
export class ControlSignals {
  readonly gate = new PauseGate();
  private latest = 0;
  private shut = false;

  get version(): number {
    return this.latest;
  }

  observe(job: { readonly version: number; readonly state: JobState }): void {
    if (job.version <= this.latest) return;
    this.latest = job.version;
    if (job.state !== 'RUNNING') this.gate.close();
    else if (!this.shut) this.gate.open();
  }

  /** Closes the gate for good, whatever is heard later. */
  shutGate(): void {
    this.shut = true;
    this.gate.close();
  }
}
