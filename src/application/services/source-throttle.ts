import { delay } from './delay';
import type { SourceBudget } from './source-budget';

/** The budget is counted by the second: who has to wait for longer is kept away by somebody who was told to. */
const LONGEST_BUDGET_WAIT_MS = 1_000;

/**
 * Keeps all jobs of one source together below what the source allows, and away from it altogether while it has asked
 * to be left alone: one worker's 429 holds every worker back.
 */
export class SourceThrottle {
  private quietUntil = 0;

  /**
   * @param budget null: without limit
   * @param told called when the source wants to be left alone, so that others who ask it hear of it too
   */
  constructor(
    private readonly budget: SourceBudget | null,
    private readonly told: (ms: number) => void = () => undefined,
  ) {}

  /** The source has said so: nobody asks it during the next `ms` milliseconds. */
  holdFor(ms: number): void {
    if (!this.keepQuiet(ms)) return;
    this.told(ms);
    this.budget?.block(ms).catch(() => undefined);
  }

  /** The same, as somebody else was told. @returns whether that is longer than was known */
  keepQuiet(ms: number): boolean {
    const until = Date.now() + ms;
    if (until <= this.quietUntil) return false;
    this.quietUntil = until;
    return true;
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
      if (this.quietMs > 0) {
        if (yielding.aborted) return false;
        await delay(this.quietMs, [stop, yielding]);
        continue;
      }
      const budgetMs = this.budget ? await this.budget.take() : 0;
      if (budgetMs > LONGEST_BUDGET_WAIT_MS) this.keepQuiet(budgetMs);
      else if (budgetMs > 0) await delay(budgetMs, isUnderWay ? [stop] : [stop, yielding]);
      // The budget may be far away: a pause may have come meanwhile, or the source have been heard to want its peace.
      else if (this.quietMs <= 0) return !stop.aborted && (isUnderWay || !yielding.aborted);
    }
    return false;
  }

  /** For how long it is to be left alone, in milliseconds. */
  private get quietMs(): number {
    return this.quietUntil - Date.now();
  }
}
