import type { JobRange, PendingSymbol } from '../../ports/collection-ledger';

/**
 * Places of the job's list looked through at a time: few at first, so that the first symbol starts soon, and never so
 * many that memory would grow with the list.
 */
const [FIRST_SPAN, MAX_SPAN] = [64, 512];

/** Where the symbols come from. */
export interface SymbolShelf {
  /** The symbols without an outcome at the positions from (inclusive) to (exclusive), in their order. */
  read(range: JobRange): Promise<readonly PendingSymbol[]>;
  /** More of the list; null when there is no more. */
  claim(): Promise<JobRange | null>;
}

/** The symbols of one run that still wait for their outcome, in the job's order, read ahead in spans of its list. */
export class SymbolQueue {
  private batch: readonly PendingSymbol[] = [];
  private taken = 0;
  private readonly returned: PendingSymbol[] = [];
  /** What belongs to the run and was not read yet. */
  private readonly ranges: JobRange[];
  private span = FIRST_SPAN;
  private hasAll = false;
  private reading: Promise<readonly PendingSymbol[]> | null = null;
  private turning: Promise<void> | null = null;

  constructor(
    claims: readonly JobRange[],
    private readonly shelf: SymbolShelf,
  ) {
    this.ranges = [...claims];
  }

  /** The next symbol, or null when none is left. Each symbol is handed out once, unless it was put back. */
  async next(): Promise<PendingSymbol | null> {
    for (;;) {
      const symbol = this.returned.shift() ?? this.batch[this.taken++];
      if (symbol) return symbol;
      if (!this.turning && !this.reading && this.hasAll) return null;
      await (this.turning ??= this.turn().finally(() => (this.turning = null)));
    }
  }

  /** Gives back a symbol that was handed out and got no outcome. */
  putBack(symbol: PendingSymbol): void {
    this.returned.push(symbol);
  }

  /**
   * Takes up the span that was read ahead, and begins to read the one after it. Nothing is claimed ahead: what waits here
   * could be collected elsewhere.
   */
  private async turn(): Promise<void> {
    this.batch = await (this.reading ?? this.readSpan());
    this.taken = 0;
    this.reading = this.ranges.length > 0 ? this.readSpan() : null;
  }

  private readSpan(): Promise<readonly PendingSymbol[]> {
    const span = this.nextSpan().then((range) => (range ? this.shelf.read(range) : []));
    // Whoever takes it up hears of it; until then nobody does.
    span.catch(() => undefined);
    return span;
  }

  private async nextSpan(): Promise<JobRange | null> {
    const range = this.ranges.shift() ?? (await this.shelf.claim());
    if (!range) this.hasAll = true;
    if (!range) return null;
    const to = Math.min(range.from + this.span, range.to);
    if (to < range.to) this.ranges.unshift({ from: to, to: range.to });
    this.span = Math.min(this.span * 2, MAX_SPAN);
    return { from: range.from, to };
  }
}
