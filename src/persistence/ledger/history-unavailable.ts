import type { SymbolFailure } from '../../domain/job-symbol';

/** Failure of a symbol whose whole window is older than what its source serves. */
export const HISTORY_UNAVAILABLE = {
  code: 'HISTORY_UNAVAILABLE',
  message: 'the source does not serve bars as old as the whole window',
} as const satisfies SymbolFailure;
