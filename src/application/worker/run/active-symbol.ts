import type { JobSymbol } from '../../../domain/job-symbol';
import type { TimeRanges } from '../../../domain/series/time-range';
import type { PendingSymbol } from '../../ports/collection-ledger';

/** A symbol that a worker currently holds, with the progress since the worker took it. */
export class ActiveSymbol {
  private readonly began = performance.now();
  /** When its turn came, in milliseconds since the epoch. */
  readonly beganAt = Date.now();
  /** Whether a request for the symbol was sent since the worker took it. */
  hasAsked = false;
  /** Failed tries that are not stored yet. */
  failures = 0;

  /**
   * @param stored the symbol as the database has it; replaced after each store
   * @param controller must not be aborted, and must not be shared with another active symbol
   */
  constructor(
    public stored: PendingSymbol,
    private readonly controller: AbortController,
  ) {}

  /** Aborts when the symbol must be released at once. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  /** @param answered as read at `answeredAt` or later */
  learn(answered: TimeRanges, answeredAt: number): void {
    this.stored = { ...this.stored, answered, answeredAt };
  }

  abort(): void {
    this.controller.abort();
  }

  view(): JobSymbol {
    return {
      symbol: this.stored.symbol,
      position: this.stored.position,
      state: 'ACTIVE',
      attempts: this.stored.attempts + this.failures + 1,
      rows: this.stored.rows,
      missing: 0,
      error: null,
      startedAt: this.stored.startedAt ?? new Date(this.beganAt),
      finishedAt: null,
    };
  }
}
