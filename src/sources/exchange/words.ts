import { z } from 'zod';
import type { SymbolStatus } from '../../application/ports/data-source';

/** Symbols of 1 to 64 printable characters: what can be asked for by name. */
export const symbolName = z.string().min(1).max(64);

/** Reads a status by the exchange's words for it. What is not known yet counts as halted: it may have a history. */
export function statusBy(words: Readonly<Record<string, SymbolStatus>>): (word: string) => SymbolStatus {
  return (word) => words[word] ?? 'HALTED';
}

/** Reads a time in milliseconds since the Unix epoch, as a number or its digits. 0 and nothing say nothing. */
export function dateOf(ms: string | number | null | undefined): Date | null {
  return Number(ms) > 0 && Number.isSafeInteger(Number(ms)) ? new Date(Number(ms)) : null;
}
