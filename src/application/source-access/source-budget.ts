import { RateLimiterRes, type RateLimiterAbstract } from 'rate-limiter-flexible';
import { within } from '../../async/within';

/** A store that counts and cannot be asked is asked again after this time, in milliseconds. */
const RETRY_MS = 250;
/** One that has not answered after this time cannot be asked, in milliseconds. */
const SILENT_MS = 1_000;
/** Part of a second's budget that is taken at a time, where that is more than is asked for: to ask the store less often. */
const ADVANCE = 0.01;

/**
 * The requests that a source allows in a second, counted by the limiter: in this process, or for several that share a
 * store. Whoever asks while the store is being asked is asked for together with the others.
 */
export class SourceBudget {
  private isAsking = false;
  private wanted: ((waitMs: number) => void)[] = [];
  /** Taken and not yet used, and until when they count, in milliseconds of the monotonic clock. */
  private advance = { requests: 0, until: 0 };

  /**
   * @param limiter counts by the second, so that a minute's budget is not spent in one burst; its `block` must not
   *   shorten one that is there
   */
  constructor(
    private readonly source: string,
    private readonly limiter: RateLimiterAbstract,
  ) {}

  /** @returns 0 when one more request may go out, else in how many milliseconds to ask again */
  take(): Promise<number> {
    if (this.left() > 0) {
      this.advance.requests--;
      return Promise.resolve(0);
    }
    return new Promise((answer) => {
      this.wanted.push(answer);
      if (!this.isAsking) void this.askForAll();
    });
  }

  /** Nobody who shares the store gets anything for so many milliseconds, or longer, if that was said before. */
  async block(ms: number): Promise<void> {
    await this.limiter.block(this.source, ms / 1_000);
  }

  private left(): number {
    return performance.now() < this.advance.until ? this.advance.requests : 0;
  }

  private async askForAll(): Promise<void> {
    this.isAsking = true;
    while (this.wanted.length > 0) {
      const answers = this.wanted.splice(0, this.limiter.points);
      const left = this.left();
      // It is spread here; whoever comes while the store is asked shall not find it too.
      this.advance = { requests: 0, until: 0 };
      const asked = Math.max(answers.length - left, Math.floor(this.limiter.points * ADVANCE), 1);
      const { granted, msBeforeNext } = await this.consume(asked);
      const available = granted + left;
      answers.forEach((answer, place) => answer(place < available ? 0 : Math.max(msBeforeNext, 1)));
      const requests = Math.max(0, available - answers.length);
      this.advance = { requests, until: performance.now() + msBeforeNext };
    }
    this.isAsking = false;
  }

  private async consume(asked: number): Promise<{ granted: number; msBeforeNext: number }> {
    try {
      const counting = this.limiter.consume(this.source, asked);
      // All who ask sit on their places meanwhile.
      if (!(await within(SILENT_MS, counting))) return { granted: 0, msBeforeNext: RETRY_MS };
      const { msBeforeNext } = await counting;
      return { granted: asked, msBeforeNext };
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) return { granted: 0, msBeforeNext: RETRY_MS };
      // What was asked for is counted all the same: what lay below the limit is ours.
      const before = refused.consumedPoints - asked;
      return { granted: Math.max(0, this.limiter.points - before), msBeforeNext: refused.msBeforeNext };
    }
  }
}
