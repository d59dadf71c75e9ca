import type { SourceFailureCode } from './source-failure';

/** The stored states of a symbol. That a worker currently holds it is not stored. */
export const STORED_SYMBOL_STATES = ['PENDING', 'SUCCEEDED', 'EMPTY', 'FAILED'] as const;
export type StoredSymbolState = (typeof STORED_SYMBOL_STATES)[number];

/** The states of the API. ACTIVE: a worker currently holds the symbol. */
export const SYMBOL_STATES = ['PENDING', 'ACTIVE', 'SUCCEEDED', 'EMPTY', 'FAILED'] as const;
export type SymbolState = (typeof SYMBOL_STATES)[number];

export interface SymbolFailure {
  readonly code: SourceFailureCode;
  readonly message: string;
}

/** The result of a symbol. EMPTY: the source confirmed with a valid, empty response that it has no bars. */
export type SymbolOutcome =
  { readonly state: 'SUCCEEDED' | 'EMPTY' } | { readonly state: 'FAILED'; readonly error: SymbolFailure };

export interface JobSymbol {
  readonly symbol: string;
  /** Position in the job's list, from 0. */
  readonly position: number;
  readonly state: SymbolState;
  /** Tries at the source: 1 if every request succeeds, plus 1 for each retry. */
  readonly attempts: number;
  /** Bars stored for it by this job. */
  readonly rows: number;
  readonly error: SymbolFailure | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
