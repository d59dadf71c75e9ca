import type { FairLimit } from '../../../async/fair-limit';

/**
 * The place of one lane in the limit on concurrent requests. A lane leaves it during a wait and takes it again
 * afterwards, so that a waiting lane does not block others.
 */
export class LanePlace {
  private isHeld = false;

  constructor(
    private readonly limit: FairLimit,
    private readonly jobId: string,
  ) {}

  /** Waits for the place unless it is already held. @returns false if one of the signals aborted first */
  async take(signals: readonly AbortSignal[]): Promise<boolean> {
    this.isHeld ||= await this.limit.enter(this.jobId, signals);
    return this.isHeld;
  }

  /** Has no effect if the place is not held. */
  leave(): void {
    if (!this.isHeld) return;
    this.isHeld = false;
    this.limit.leave(this.jobId);
  }
}
