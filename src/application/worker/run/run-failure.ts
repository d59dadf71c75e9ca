import { StoreRefusedError } from '../../../domain/store-errors';
import type { JobFailure } from '../../ports/collection-ledger';

/** The job cannot continue if symbols are left, because every one of them would fail in the same way. */
export class FatalSourceError extends Error {
  constructor(readonly failure: JobFailure) {
    super(failure.message);
  }
}

/** Returns the failure to record for a run that ended by this error. Internal details appear only in the log. */
export function failureOf(error: unknown): JobFailure {
  if (error instanceof FatalSourceError) return error.failure;
  if (error instanceof StoreRefusedError) return { code: 'INTERNAL', message: error.message, silentMs: null };
  return { code: 'INTERNAL', message: 'an internal error, see the log', silentMs: null };
}
