import { SourceError } from '../../src/domain/source-failure';

/** @returns the SourceError that `promise` rejects with. @throws Error on any other outcome */
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
