import type { FairLimit } from '../../../async/fair-limit';

/**
 * The place of one lane among those who may ask at once. It can be left for a wait and taken again: who waits, for however
 * long, keeps nobody else from asking.
 */
export class LanePlace {
  private isHeld = false;

  constructor(
    private readonly limit: FairLimit,
    private readonly jobId: string,
  ) {}

  /** Waits for the place, if it is not held. @returns false when one of the signals aborted first */
  async take(signals: readonly AbortSignal[]): Promise<boolean> {
    this.isHeld ||= await this.limit.enter(this.jobId, signals);
    return this.isHeld;
  }

  /** Changes nothing where it is not held. */
  leave(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.limit.leave(this.jobId);
  }
}
