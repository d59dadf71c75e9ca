import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { delay } from './delay';

/**
 * Keeps all jobs of one source together below what the source allows, and away from it altogether while it has asked
 * to be left alone: one worker's 429 holds every worker back.
 */
export class SourceThrottle {
  private readonly limiter: RateLimiterMemory;
  private quietUntil = 0;

  constructor(requestsPerMinute: number) {
    // Counted by the second, so that a minute's budget is not spent in one burst.
    this.limiter = new RateLimiterMemory({ points: Math.max(1, Math.floor(requestsPerMinute / 60)), duration: 1 });
  }

  /** Nobody asks the source during the next `ms` milliseconds. */
  holdFor(ms: number): void {
    this.quietUntil = Math.max(this.quietUntil, Date.now() + ms);
  }

  /** Waits until one more request may go out; false when one of the signals aborted first. */
  async admit(signals: readonly AbortSignal[]): Promise<boolean> {
    while (!signals.some((signal) => signal.aborted)) {
      const wait = Math.max(this.quietUntil - Date.now(), 0) || (await this.msUntilBudget());
      if (wait === 0) return true;
      await delay(wait, signals);
    }
    return false;
  }

  private async msUntilBudget(): Promise<number> {
    try {
      await this.limiter.consume('requests');
      return 0;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
      throw refused;
    }
  }
}
