import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { within } from '../../async/within';
import { FULL_PACE, type Pace } from './pace';

/** Wait before the next request to a counting store that did not respond, in milliseconds. */
const RETRY_MS = 250;
/** Timeout of a request to the counting store, in milliseconds. */
const SILENT_MS = 1_000;
/** Fraction of the budget that is taken at once if fewer requests are wanted, to call the store less often. */
const ADVANCE = 0.01;

/**
 * The requests that a source allows, counted by the limiter: in this process, or across processes that share
 * a store. Calls that arrive while the store is being asked are batched into the next request to it.
 */
export class SourceBudget {
  private isAsking = false;
  private wanted: ((waitMs: number) => void)[] = [];
  /** Points taken and not yet used, and the time until which they are valid, in monotonic milliseconds. */
  private advance = { points: 0, until: 0 };

  /**
   * @param limiter its `block` must not shorten an existing block
   * @param pace how many points a request takes
   */
  constructor(
    private readonly source: string,
    private readonly limiter: RateLimiterAbstract,
    private readonly pace: Pick<Pace, 'cost'> = FULL_PACE,
  ) {}

  /** The longest wait for points, in milliseconds. A longer one means that a process has blocked the source. */
  get longestWaitMs(): number {
    return this.limiter.duration * 1_000;
  }

  /** @returns 0 if one more request may be sent, otherwise the milliseconds to wait before asking again */
  take(): Promise<number> {
    const { cost } = this.pace;
    if (this.left() >= cost) {
      this.advance.points -= cost;
      return Promise.resolve(0);
    }
    return new Promise((answer) => {
      this.wanted.push(answer);
      if (!this.isAsking) void this.askForAll();
    });
  }

  /** Blocks the source for all processes that share the store, for `ms` milliseconds. Never shortens a longer block. */
  async block(ms: number): Promise<void> {
    await this.limiter.block(this.source, ms / 1_000);
  }

  private left(): number {
    return performance.now() < this.advance.until ? this.advance.points : 0;
  }

  private async askForAll(): Promise<void> {
    this.isAsking = true;
    while (this.wanted.length > 0) {
      // A request costs no more than there is: else it would wait for ever.
      const cost = Math.min(this.pace.cost, this.limiter.points);
      const answers = this.wanted.splice(0, Math.floor(this.limiter.points / cost));
      const left = this.left();
      // This batch uses what is left. Calls that arrive during the request below must not use it as well.
      this.advance = { points: 0, until: 0 };
      const wanted = Math.ceil(answers.length * cost - left);
      const asked = Math.max(wanted, Math.floor(this.limiter.points * ADVANCE), 1);
      const { granted, msBeforeNext } = await this.consume(asked);
      const available = Math.floor((granted + left) / cost);
      answers.forEach((answer, place) => answer(place < available ? 0 : Math.max(msBeforeNext, 1)));
      const points = Math.max(0, granted + left - Math.min(available, answers.length) * cost);
      this.advance = { points, until: performance.now() + msBeforeNext };
    }
    this.isAsking = false;
  }

  private async consume(asked: number): Promise<{ granted: number; msBeforeNext: number }> {
    try {
      const counting = this.limiter.consume(this.source, asked);
      // Bounded, because every caller holds its place in the flight limit meanwhile.
      if (!(await within(SILENT_MS, counting))) return { granted: 0, msBeforeNext: RETRY_MS };
      const { msBeforeNext } = await counting;
      return { granted: asked, msBeforeNext };
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) return { granted: 0, msBeforeNext: RETRY_MS };
      // The limiter counts the points even if it refuses, so the part below the limit belongs to this batch.
      const before = refused.consumedPoints - asked;
      return { granted: Math.max(0, this.limiter.points - before), msBeforeNext: refused.msBeforeNext };
    }
  }
}
