import type { SourceError } from '../../domain/source-failure';

/** How often and how patiently a worker asks a source again. */
export interface RetryPolicy {
  /** Tries of one page before the symbol is given up. */
  readonly maxAttempts: number;
  /** Upper bound of the first wait, in milliseconds; it doubles with each retry. */
  readonly baseMs: number;
  /** Upper bound of any wait of our own choosing, in milliseconds. */
  readonly capMs: number;
  /** A source that asks for a longer rest than this (milliseconds) is given up. */
  readonly maxRetryAfterMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  maxAttempts: 6,
  baseMs: 250,
  capMs: 15_000,
  maxRetryAfterMs: 15 * 60_000,
};

/**
 * Milliseconds to wait before the next try, or null when there is none. Exponential backoff with full jitter, so that
 * workers that failed together do not come back together; never sooner than the source asked for.
 * @param failures tries of this page that failed so far, this one included
 */
export function retryDelayMs(error: SourceError, failures: number, policy: RetryPolicy): number | null {
  if (!error.retryable || failures >= policy.maxAttempts) return null;
  const asked = error.retryAfterMs ?? 0;
  if (asked > policy.maxRetryAfterMs) return null;
  const backoff = Math.random() * Math.min(policy.capMs, policy.baseMs * 2 ** (failures - 1));
  return asked + backoff;
}
