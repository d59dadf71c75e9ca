import type { PendingSymbol } from '../ports/collection-ledger';

/**
 * Places of the job's list looked through at a time: few at first, so that the first symbol starts soon, and never so
 * many that memory would grow with the list.
 */
const [FIRST_SPAN, MAX_SPAN] = [64, 512];

/** The symbols of one run that still wait for their outcome, in the job's order, read ahead in spans of its list. */
export class SymbolQueue {
  private batch: readonly PendingSymbol[] = [];
  private taken = 0;
  private readonly returned: PendingSymbol[] = [];
  private nextPosition = 0;
  private span = FIRST_SPAN;
  private reading: Promise<readonly PendingSymbol[]> | null = null;
  private turning: Promise<void> | null = null;

  /** @param read the symbols without an outcome at the positions from (inclusive) to (exclusive), in their order */
  constructor(
    private readonly total: number,
    private readonly read: (from: number, to: number) => Promise<readonly PendingSymbol[]>,
  ) {}

  /** The next symbol, or null when none is left. Each symbol is handed out once, unless it was put back. */
  async next(): Promise<PendingSymbol | null> {
    for (;;) {
      const symbol = this.returned.shift() ?? this.batch[this.taken++];
      if (symbol) return symbol;
      if (!this.turning && !this.reading && this.nextPosition >= this.total) return null;
      await (this.turning ??= this.turn().finally(() => (this.turning = null)));
    }
  }

  /** Gives back a symbol that was handed out and got no outcome. */
  putBack(symbol: PendingSymbol): void {
    this.returned.push(symbol);
  }

  /** Takes up the span that was read ahead, and begins to read the one after it. */
  private async turn(): Promise<void> {
    this.batch = await (this.reading ?? this.readSpan());
    this.taken = 0;
    this.reading = this.nextPosition < this.total ? this.readSpan() : null;
  }

  private readSpan(): Promise<readonly PendingSymbol[]> {
    const from = this.nextPosition;
    this.nextPosition = Math.min(from + this.span, this.total);
    this.span = Math.min(this.span * 2, MAX_SPAN);
    const span = this.read(from, this.nextPosition);
    // Whoever takes it up hears of it; until then nobody does.
    span.catch(() => undefined);
    return span;
  }
}
