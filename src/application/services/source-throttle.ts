import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { delay } from './delay';

/**
 * Keeps all jobs of one source together below what the source allows, and away from it altogether while it has asked
 * to be left alone: one worker's 429 holds every worker back.
 */
export class SourceThrottle {
  /** Null: without limit. */
  private readonly limiter: RateLimiterMemory | null;
  private quietUntil = 0;

  constructor(requestsPerMinute: number) {
    // Counted by the second, so that a minute's budget is not spent in one burst.
    const points = Math.max(1, Math.floor(requestsPerMinute / 60));
    this.limiter = Number.isFinite(points) ? new RateLimiterMemory({ points, duration: 1 }) : null;
  }

  /** Nobody asks the source during the next `ms` milliseconds. */
  holdFor(ms: number): void {
    this.quietUntil = Math.max(this.quietUntil, Date.now() + ms);
  }

  /**
   * Waits until one more request may go out: a moment for the budget, as long as it takes while the source is left alone.
   * @param stop ends either wait
   * @param yielding ends the long one: who is to pause shall not sit out a ban first
   * @param isUnderWay the source was asked about this symbol before; if not, `yielding` ends the short wait as well,
   *   for a symbol that has not started shall not start after a pause
   * @returns false when one of them did
   */
  async admit(stop: AbortSignal, yielding: AbortSignal, isUnderWay: boolean): Promise<boolean> {
    while (!stop.aborted) {
      if (!isUnderWay && yielding.aborted) return false;
      const quietMs = this.quietUntil - Date.now();
      if (quietMs > 0) {
        if (yielding.aborted) return false;
        await delay(quietMs, [stop, yielding]);
        continue;
      }
      const budgetMs = this.limiter ? await msUntilBudget(this.limiter) : 0;
      if (budgetMs === 0) return !stop.aborted;
      await delay(budgetMs, isUnderWay ? [stop] : [stop, yielding]);
    }
    return false;
  }
}

async function msUntilBudget(limiter: RateLimiterMemory): Promise<number> {
  try {
    await limiter.consume('requests');
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(refused.msBeforeNext, 1);
    throw refused;
  }
}
