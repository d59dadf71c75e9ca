import type { JobSymbol } from '../../../domain/job-symbol';
import type { PendingSymbol } from '../../ports/collection-ledger';

/** A symbol that a worker holds now, with what this run has done about it so far. */
export class ActiveSymbol {
  private readonly began = performance.now();
  private readonly beganAt = Date.now();
  /** Whether the source was asked about it in this run. */
  hasAsked = false;
  /** Tries of this run that failed. */
  failures = 0;

  /**
   * @param stored what the database knows of the symbol; replaced after each store
   * @param controller not aborted yet, and of no other symbol's in the meantime
   */
  constructor(
    public stored: PendingSymbol,
    private readonly controller: AbortController,
  ) {}

  /** Aborts when the symbol shall be let go of at once. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
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
      error: null,
      startedAt: this.stored.startedAt ?? new Date(this.beganAt),
      finishedAt: null,
    };
  }
}
