/**
 * Why a source could not deliver. Every source maps its errors to these codes, which are part of the API
 * (`SymbolFailure.code`).
 */
export const SOURCE_FAILURES = {
  BAD_SYMBOL: { retryable: false, meaning: 'the source does not know the symbol' },
  RATE_LIMITED: { retryable: true, meaning: 'too many requests; the source asks to slow down' },
  BANNED: { retryable: true, meaning: 'the source has shut this address out for a while' },
  AUTH: { retryable: false, meaning: 'the source refuses the credentials, or wants some' },
  SOURCE_DOWN: { retryable: true, meaning: 'no connection, or the source reports an error of its own' },
  BAD_RESPONSE: { retryable: true, meaning: 'the answer cannot be understood or contradicts itself' },
  HISTORY_UNAVAILABLE: { retryable: false, meaning: 'the source does not serve bars as old as the whole window' },
  TIMEOUT: { retryable: true, meaning: 'the source did not answer in time' },
} as const;

export type SourceFailureCode = keyof typeof SOURCE_FAILURES;

/** Longest rest, in milliseconds, that one response of a source, or one report from another process, can impose. */
export const MAX_REST_MS = 24 * 60 * 60_000;

/** Thrown by a source for one failed request. */
export class SourceError extends Error {
  override readonly name = 'SourceError';

  constructor(
    readonly code: SourceFailureCode,
    message: string,
    /** The rest that the source asked for (Retry-After), in milliseconds from now. */
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get retryable(): boolean {
    return SOURCE_FAILURES[this.code].retryable;
  }
}
