import { StoreRefusedError } from '../../../domain/store-errors';
import type { JobFailure } from '../../ports/collection-ledger';

/** The job cannot go on, if anything is left of it: what was met will meet all other symbols too. */
export class FatalSourceError extends Error {
  constructor(readonly failure: JobFailure) {
    super(failure.message);
  }
}

/** Why a job fails whose run met this. What is nobody's business but ours stands in the log. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof FatalSourceError) return error.failure;
  if (error instanceof StoreRefusedError) return { code: 'INTERNAL', message: error.message, silentMs: null };
  return { code: 'INTERNAL', message: 'an internal error, see the log', silentMs: null };
}
