import { MAX_REST_MS } from '../../domain/source-failure';
import { delay } from '../../async/delay';
import type { LanePlace } from '../worker/run/lane-place';
import { unlessAborted } from '../../async/or-aborted';
import type { SourceBudget } from './source-budget';

/** The budget is counted by the second: who has to wait for longer is kept away by somebody who was told to. */
const LONGEST_BUDGET_WAIT_MS = 1_000;

/** Who wants to ask a source about a symbol. */
export interface Asker {
  /** Ends any wait. */
  readonly stop: AbortSignal;
  /** Ends the long wait: who is to pause shall not sit out a ban first. */
  readonly yielding: AbortSignal;
  /**
   * Whether the source was asked about this symbol before; if not, `yielding` ends the short waits as well, for a symbol
   * that has not started shall not start after a pause.
   */
  readonly isUnderWay: boolean;
  readonly place: Pick<LanePlace, 'take' | 'leave'>;
}

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

  /** The source has said so: nobody asks it during the next `ms` milliseconds, or MAX_REST_MS, if that is less. */
  holdFor(ms: number): void {
    if (!this.keepQuiet(ms)) return;
    const bounded = Math.min(ms, MAX_REST_MS);
    this.told(bounded);
    this.budget?.block(bounded).catch(() => undefined);
  }

  /** The same, as somebody else was told. @returns whether that is longer than was known */
  keepQuiet(ms: number): boolean {
    if (!(ms > 0)) return false;
    const until = Date.now() + Math.min(ms, MAX_REST_MS);
    if (until <= this.quietUntil) return false;
    this.quietUntil = until;
    return true;
  }

  /**
   * Waits until one more request may go out: for the asker's place, a moment for the budget, and as long as it takes while
   * the source is left alone. The place is held from before the budget is asked (else what was granted would gather with
   * those who wait for places, and go out all at once later), but not while anything is waited for.
   * @returns whether it may go out now, with the place held; false when a signal ended the wait, the place held or not
   */
  async admit(asker: Asker): Promise<boolean> {
    const { stop, yielding, isUnderWay, place } = asker;
    const short = isUnderWay ? [stop] : [stop, yielding];
    while (!short.some((signal) => signal.aborted)) {
      if (this.quietMs > 0) {
        if (yielding.aborted) return false;
        place.leave();
        await delay(this.quietMs, [stop, yielding]);
        continue;
      }
      // While it waited for the place the source may have been heard to want its peace.
      if (!(await place.take(short)) || this.quietMs > 0) continue;
      // Whoever is to stop waits for no answer. What is granted to somebody who has gone is lost, which is no harm.
      const budgetMs = this.budget ? await unlessAborted(this.budget.take(), short) : 0;
      if (budgetMs === undefined) return false;
      if (budgetMs > LONGEST_BUDGET_WAIT_MS) this.keepQuiet(budgetMs);
      else if (budgetMs > 0) {
        place.leave();
        await delay(budgetMs, short);
      }
      // The budget may be far away: a pause may have come meanwhile, or the source have been heard to want its peace.
      else if (this.quietMs <= 0) return !short.some((signal) => signal.aborted);
    }
    return false;
  }

  /** For how long it is to be left alone, in milliseconds; 0 or less: not. */
  get quietMs(): number {
    return this.quietUntil - Date.now();
  }
}
