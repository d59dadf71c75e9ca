import type { BarsQuery } from '../bars-query';
import type { Quirk } from './quirk';

/** A symbol with a quirk. */
export interface QuirkySymbol {
  readonly symbol: string;
  readonly quirk: Quirk;
}

interface Entry {
  readonly quirk: Quirk;
  /** Number of empty answers so far by the range that was asked for. Grows with each distinct range. */
  readonly emptyAnswers: Map<string, number>;
}

const PERFECT: Quirk = {};

/** The quirks of the simulated exchange by symbol. */
export class Quirks {
  private readonly entries = new Map<string, Entry>();

  /** Replaces the quirk of a symbol, and forgets which of its ranges had empty answers. */
  set(symbol: string, quirk: Quirk): void {
    this.entries.set(symbol, { quirk, emptyAnswers: new Map() });
  }

  /** Makes every market perfect again. */
  clear(): void {
    this.entries.clear();
  }

  list(): readonly QuirkySymbol[] {
    return [...this.entries].map(([symbol, { quirk }]) => ({ symbol, quirk }));
  }

  /** Returns the quirk of a symbol: without properties if its market is perfect. */
  of(symbol: string): Quirk {
    return this.entries.get(symbol)?.quirk ?? PERFECT;
  }

  /** Counts an answer that is about to be sent. @returns whether it has to be empty, as one of the first of its range */
  countAnswer({ symbol, interval, from, to }: BarsQuery): boolean {
    const entry = this.entries.get(symbol);
    if (!entry) return false;
    const range = `${interval} ${from} ${to}`;
    const count = entry.emptyAnswers.get(range) ?? 0;
    if (count >= (entry.quirk.emptyFirst ?? 0)) return false;
    entry.emptyAnswers.set(range, count + 1);
    return true;
  }
}
