import type { SourceFailureCode } from './source-failure';

/** What is stored of a symbol. Whether a worker holds it right now is known to that worker alone. */
export const STORED_SYMBOL_STATES = ['PENDING', 'SUCCEEDED', 'EMPTY', 'FAILED'] as const;
export type StoredSymbolState = (typeof STORED_SYMBOL_STATES)[number];

/** As the API shows it: ACTIVE = a worker holds it now. */
export const SYMBOL_STATES = ['PENDING', 'ACTIVE', 'SUCCEEDED', 'EMPTY', 'FAILED'] as const;
export type SymbolState = (typeof SYMBOL_STATES)[number];

export interface SymbolFailure {
  readonly code: SourceFailureCode;
  readonly message: string;
}

/** How a symbol ended. EMPTY: the source proved by a valid, empty answer that there is nothing. */
export type SymbolOutcome =
  { readonly state: 'SUCCEEDED' | 'EMPTY' } | { readonly state: 'FAILED'; readonly error: SymbolFailure };

/** One symbol of a job. */
export interface JobSymbol {
  readonly symbol: string;
  /** Its place in the job's list, from 0. */
  readonly position: number;
  readonly state: SymbolState;
  /** Tries of the source that came to an end: 1 when all went well, one more for each retry. */
  readonly attempts: number;
  /** Bars stored for it by this job. */
  readonly rows: number;
  readonly error: SymbolFailure | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
