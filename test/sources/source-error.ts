import { SourceError } from '../../src/domain/source-failure';

/** The SourceError that `promise` rejects with; anything else fails the test. */
export async function sourceErrorOf(promise: Promise<unknown>): Promise<SourceError> {
  const outcome = await promise.then(
    (value) => value,
    (error: unknown) => error,
  );
  if (outcome instanceof SourceError) return outcome;
  throw new Error(`expected a SourceError, got ${String(outcome)}`, { cause: outcome });
}

/** A signal that never aborts. */
export const unaborted = new AbortController().signal;
