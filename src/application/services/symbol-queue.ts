import type { PendingSymbol } from '../ports/collection-ledger';

/** Symbols read ahead at a time: memory stays bounded however long the job's list is. */
const BATCH = 256;

/** The symbols of one run that still wait for their outcome, in the job's order, read in batches. */
export class SymbolQueue {
  private batch: PendingSymbol[] = [];
  private readonly returned: PendingSymbol[] = [];
  private lastPosition = -1;
  private exhausted = false;
  private reading: Promise<void> | null = null;

  constructor(private readonly read: (afterPosition: number, limit: number) => Promise<readonly PendingSymbol[]>) {}

  /** The next symbol, or null when none is left. Each symbol is handed out once, unless it was put back. */
  async next(): Promise<PendingSymbol | null> {
    while (this.returned.length === 0 && this.batch.length === 0 && !this.exhausted) {
      this.reading ??= this.readBatch().finally(() => (this.reading = null));
      await this.reading;
    }
    return this.returned.shift() ?? this.batch.shift() ?? null;
  }

  /** Gives back a symbol that was handed out and got no outcome. */
  putBack(symbol: PendingSymbol): void {
    this.returned.push(symbol);
  }

  private async readBatch(): Promise<void> {
    const symbols = await this.read(this.lastPosition, BATCH);
    this.lastPosition = symbols.at(-1)?.position ?? this.lastPosition;
    this.exhausted = symbols.length < BATCH;
    this.batch = [...symbols];
  }
}
