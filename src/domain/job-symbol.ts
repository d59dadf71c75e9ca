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

/**
 * How the work on a symbol ended. COLLECTED: nothing is left to ask for. The store then decides by all that is stored,
 * whoever collected it: SUCCEEDED if the window holds a bar, EMPTY if it is proved to hold none, FAILED with
 * HISTORY_UNAVAILABLE if the source does not reach back into it.
 */
export type SymbolEnding = { readonly kind: 'COLLECTED' } | { readonly kind: 'FAILED'; readonly error: SymbolFailure };

export interface JobSymbol {
  readonly symbol: string;
  /** Position in the job's list, from 0. */
  readonly position: number;
  readonly state: SymbolState;
  /** Tries at the source: 1 if every request succeeds, plus 1 for each retry. */
  readonly attempts: number;
  /** Bars stored for it by this job. */
  readonly rows: number;
  /** Opening times of the window without a bar, other than those where the source has none. Set with the outcome. */
  readonly missing: number;
  readonly error: SymbolFailure | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
