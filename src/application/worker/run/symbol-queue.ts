import type { JobRange, PendingSymbol } from '../../ports/collection-ledger';

/**
 * List positions read per span. The first span is short so that the first symbol starts soon; the maximum keeps memory
 * independent of the length of the list.
 */
const [FIRST_SPAN, MAX_SPAN] = [64, 512];

/** The storage that the queue reads symbols from. */
export interface SymbolShelf {
  /** Returns the symbols without an outcome at positions `from` (inclusive) to `to` (exclusive), in list order. */
  read(range: JobRange): Promise<readonly PendingSymbol[]>;
  /** Claims the next range of the list; null when the whole list is claimed. */
  claim(): Promise<JobRange | null>;
}

/** The symbols of one run that have no outcome yet, in list order, read ahead in spans of the list. */
export class SymbolQueue {
  private batch: readonly PendingSymbol[] = [];
  private taken = 0;
  private readonly returned: PendingSymbol[] = [];
  /** Ranges that belong to the run and are not read yet. */
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

  /** Returns the next symbol, or null when none is left. Each symbol is returned once, unless it was put back. */
  async next(): Promise<PendingSymbol | null> {
    for (;;) {
      const symbol = this.returned.shift() ?? this.batch[this.taken++];
      if (symbol) return symbol;
      if (!this.turning && !this.reading && this.hasAll) return null;
      await (this.turning ??= this.turn().finally(() => (this.turning = null)));
    }
  }

  /** Returns up to `count` symbols that `next` will return, as far as they have been read. */
  upcoming(count: number): readonly PendingSymbol[] {
    return [...this.returned, ...this.batch.slice(this.taken, this.taken + count)].slice(0, count);
  }

  /** Returns a symbol that got no outcome to the queue. */
  putBack(symbol: PendingSymbol): void {
    this.returned.push(symbol);
  }

  /**
   * Switches to the span that was read ahead and begins to read the next one. Does not claim ahead: another shard could
   * collect the symbols that would wait here.
   */
  private async turn(): Promise<void> {
    this.batch = await (this.reading ?? this.readSpan());
    this.taken = 0;
    this.reading = this.ranges.length > 0 ? this.readSpan() : null;
  }

  private readSpan(): Promise<readonly PendingSymbol[]> {
    const span = this.nextSpan().then((range) => (range ? this.shelf.read(range) : []));
    // The rejection surfaces when the span is awaited. This only prevents an unhandledRejection until then.
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
