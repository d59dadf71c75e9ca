/**
 * Token bucket: grants `burst` requests at once and `ratePerSecond` sustained. Custom, because rate-limiter-flexible
 * counts in fixed windows of the system clock, whereas in tests the exchange has a clock of its own.
 */
export class TokenBucket {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly ratePerSecond: number,
    private readonly burst: number,
    /** Milliseconds since the Unix epoch. */
    private readonly clock: () => number,
  ) {
    this.tokens = burst;
    this.filledAt = clock();
  }

  /** Takes one token. @returns 0 if granted, else the milliseconds until one is available */
  take(): number {
    this.fill();
    if (this.tokens < 1) return ((1 - this.tokens) / this.ratePerSecond) * 1000;
    this.tokens -= 1;
    return 0;
  }

  private fill(): void {
    const now = this.clock();
    const earned = (Math.max(now - this.filledAt, 0) / 1000) * this.ratePerSecond;
    this.tokens = Math.min(this.burst, this.tokens + earned);
    this.filledAt = now;
  }
}
