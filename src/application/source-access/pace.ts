/** The slowest pace: a quarter of the limit. */
const MOST = 4;
/** Refusals within this time are about one burst, in milliseconds. */
const ONE_BURST_MS = 1_000;
/** Time without a refusal after which the whole limit is used again, in milliseconds. */
const RECOVERY_MS = 60_000;

/**
 * How much of the source's limit is used. The source knows better than its documents, and others may share the address:
 * a refusal halves the pace at once, and it comes back slowly.
 */
export class Pace {
  private slowest = 1;
  private slowedAt = -Infinity;

  /** @param clock monotonic, in milliseconds; default `performance.now` */
  constructor(private readonly clock: () => number = () => performance.now()) {}

  /** What a request takes from the budget: 1 at full pace, 2 at half of it. */
  get cost(): number {
    const recovered = Math.min(1, (this.clock() - this.slowedAt) / RECOVERY_MS);
    return this.slowest - (this.slowest - 1) * recovered;
  }

  slowDown(): void {
    const now = this.clock();
    if (now - this.slowedAt < ONE_BURST_MS) return;
    this.slowest = Math.min(MOST, this.cost * 2);
    this.slowedAt = now;
  }
}

/** Of a source without a limit. */
export const FULL_PACE: Pick<Pace, 'cost' | 'slowDown'> = { cost: 1, slowDown: () => undefined };
