import type { SourceError } from '../../domain/source-failure';

/** Bounds for the retries of requests to a source. */
export interface RetryPolicy {
  /** Tries per page before the symbol fails. */
  readonly maxAttempts: number;
  /** Upper bound of the first backoff, in milliseconds; doubles with each retry. */
  readonly baseMs: number;
  /** Upper bound of any backoff, not counting the rest that the source asks for, in milliseconds. */
  readonly capMs: number;
  /** A rest that is longer than this, in milliseconds, is not waited for. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 6,
  baseMs: 250,
  capMs: 15_000,
  maxRetryAfterMs: 15 * 60_000,
};

/**
 * Returns the milliseconds to wait before the next try, or null if there is none. Exponential backoff with full jitter,
 * so that workers that failed together do not retry together; never sooner than the source asked for.
 * @param failures failed tries of this page so far, including this one
 */
export function retryDelayMs(error: SourceError, failures: number, policy: RetryPolicy): number | null {
  if (!error.retryable || failures >= policy.maxAttempts) return null;
  const asked = error.retryAfterMs ?? 0;
  if (asked > policy.maxRetryAfterMs) return null;
  const backoff = Math.random() * Math.min(policy.capMs, policy.baseMs * 2 ** (failures - 1));
  return asked + backoff;
}
