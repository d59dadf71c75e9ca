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

  private stored_: PendingSymbol;
  private ahead_: PendingSymbol;

  /**
   * @param symbol as the database has it
   * @param controller must not be aborted, and must not be shared with another active symbol
   */
  constructor(
    symbol: PendingSymbol,
    private readonly controller: AbortController,
  ) {
    this.stored_ = this.ahead_ = symbol;
  }

  /** The symbol as the database has it. */
  get stored(): PendingSymbol {
    return this.stored_;
  }

  /** The symbol as the step that is being stored will leave it; `stored` if there is none. */
  get ahead(): PendingSymbol {
    return this.ahead_;
  }

  /** Aborts when the symbol must be released at once. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  get elapsedMs(): number {
    return performance.now() - this.began;
  }

  /** @param answered as read at `answeredAt` or later */
  learn(answered: TimeRanges, answeredAt: number): void {
    this.ahead_ = { ...this.ahead_, answered, answeredAt };
  }

  /** A step with this progress is being stored. */
  goAhead(progress: Pick<PendingSymbol, 'cursor' | 'steps' | 'rows' | 'attempts'>): void {
    const startedAt = this.stored_.startedAt ?? new Date(Date.now() - this.elapsedMs);
    this.ahead_ = { ...this.ahead_, ...progress, startedAt };
    this.failures = 0;
  }

  /** The step is stored. @param answered as it was at `answeredAt` or later */
  stepStored(answered: TimeRanges, answeredAt: number): void {
    this.stored_ = this.ahead_ = { ...this.ahead_, answered, answeredAt };
  }

  abort(): void {
    this.controller.abort();
  }

  view(): JobSymbol {
    return {
      symbol: this.stored.symbol,
      position: this.stored.position,
      state: 'ACTIVE',
      attempts: this.ahead.attempts + this.failures + 1,
      rows: this.stored.rows,
      missing: 0,
      error: null,
      startedAt: this.stored.startedAt ?? new Date(this.beganAt),
      finishedAt: null,
    };
  }
}
