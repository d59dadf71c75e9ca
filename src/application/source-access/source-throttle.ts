import { MAX_REST_MS, type SourceError } from '../../domain/source-failure';
import { delay } from '../../async/delay';
import type { LanePlace } from '../worker/run/lane-place';
import { unlessAborted } from '../../async/or-aborted';
import { FULL_PACE, type Pace } from './pace';
import { RequestCount } from './request-count';
import type { SourceBudget } from './source-budget';

/** A caller that wants to send one request to a source. */
export interface Asker {
  /** Ends every wait. */
  readonly stop: AbortSignal;
  /** Ends the wait for a resting source: a pause must not wait for a ban to expire. */
  readonly yielding: AbortSignal;
  /**
   * Whether a request for this symbol was sent before. If not, `yielding` also ends the short waits, because a symbol
   * that has not started must not start after a pause.
   */
  readonly isUnderWay: boolean;
  readonly place: Pick<LanePlace, 'take' | 'leave'>;
}

/**
 * Keeps all jobs of one source together within its rate limit, and sends nothing while the source has asked for a rest:
 * one worker's 429 holds every worker back.
 */
export class SourceThrottle {
  /** Requests that this process has sent. */
  readonly sent = new RequestCount();
  private quietUntil = 0;

  /**
   * @param budget null: no limit
   * @param told called when the source asks for a rest, to inform other processes
   * @param pace that of the budget
   */
  constructor(
    private readonly budget: SourceBudget | null,
    private readonly told: (ms: number) => void = () => undefined,
    readonly pace: Pick<Pace, 'cost' | 'slowDown'> = FULL_PACE,
  ) {}

  /** The source has refused a request. */
  refused({ code, retryAfterMs }: Pick<SourceError, 'code' | 'retryAfterMs'>): void {
    if (retryAfterMs) this.holdFor(retryAfterMs);
    else if (code === 'RATE_LIMITED') this.pace.slowDown();
  }

  /** Applies a rest that the source asked for: no request for `ms` milliseconds, at most MAX_REST_MS. */
  holdFor(ms: number): void {
    if (!this.keepQuiet(ms)) return;
    const bounded = Math.min(ms, MAX_REST_MS);
    this.told(bounded);
    this.budget?.block(bounded).catch(() => undefined);
  }

  /** Applies a rest that another process reported. @returns whether it extends the known rest */
  keepQuiet(ms: number): boolean {
    if (!(ms > 0)) return false;
    const until = Date.now() + Math.min(ms, MAX_REST_MS);
    if (until <= this.quietUntil) return false;
    this.quietUntil = until;
    this.pace.slowDown();
    return true;
  }

  /**
   * Waits until one more request may be sent: for a place, for the budget, and for the end of a rest. The place is
   * taken before the budget is asked, because grants that wait for places would accumulate and be used in one burst. It
   * is left during waits for the budget or a rest.
   * @returns true if the request may be sent now, with the place held; false if a signal ended the wait, whether or not
   *   the place is held
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
      // The source may have asked for a rest during the wait for the place.
      if (!(await place.take(short)) || this.quietMs > 0) continue;
      // A stop does not wait for the budget. A grant to a caller that has gone is lost, which is harmless.
      const budgetMs = this.budget ? await unlessAborted(this.budget.take(), short) : 0;
      if (budgetMs === undefined) return false;
      if (budgetMs > (this.budget?.longestWaitMs ?? 0)) this.keepQuiet(budgetMs);
      else if (budgetMs > 0) {
        place.leave();
        await delay(budgetMs, short);
      }
      // The budget may be remote: during the request a pause may have come, or the source may have asked for a rest.
      else if (this.quietMs <= 0) {
        if (short.some((signal) => signal.aborted)) return false;
        this.sent.add();
        return true;
      }
    }
    return false;
  }

  /** Remaining rest in milliseconds; 0 or less if there is none. */
  get quietMs(): number {
    return this.quietUntil - Date.now();
  }
}
