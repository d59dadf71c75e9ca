import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** Upper bound of a wait that a response asks for, in milliseconds. */
const LONGEST_ASKED_MS = 10 * 60_000;
/** Error codes of transient refusals: the same request may succeed later. */
const PASSING = ['TOO_MANY_REQUESTS', 'TOO_MANY_OPERATIONS', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];

/** Exponential backoff with jitter: the wait before the next attempt doubles with each failure. */
export class BackOff {
  private failures = 0;

  /** @param longestMs upper bound of a wait that the service does not ask for, in milliseconds */
  constructor(private readonly longestMs = LONGEST_MS) {}

  /** @returns milliseconds to wait after this failure: the wait that the service asks for plus the backoff */
  failed(error?: unknown): number {
    const wait = waitAfter(this.failures, this.longestMs);
    this.failures += 1;
    return retryAfterOf(error) + wait;
  }

  succeeded(): void {
    this.failures = 0;
  }
}

/**
 * Returns the wait before another attempt, in milliseconds. Half of it is jitter, so that clients do not all reconnect
 * at once when the service comes back.
 * @param failures number of consecutive failures before this one
 */
export function waitAfter(failures: number, longestMs = LONGEST_MS): number {
  return Math.min(FIRST_MS * 2 ** failures, longestMs) * (0.5 + Math.random() / 2);
}

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode >= 500 || error.statusCode === 429;
  if (CombinedGraphQLErrors.is(error))
    return error.errors.some(({ extensions }) => PASSING.includes(String(extensions?.code)));
  return true;
}

/** Returns the wait that the service asks for, in milliseconds and bounded; 0 if it asks for none. */
export function retryAfterOf(error: unknown): number {
  if (CombinedGraphQLErrors.is(error))
    return Math.max(0, ...error.errors.map(({ extensions }) => bounded(extensions?.retryAfterMs)));
  if (ServerError.is(error)) return bounded(Number(error.response.headers.get('retry-after')) * 1_000);
  return 0;
}

function bounded(given: unknown): number {
  return typeof given === 'number' && given > 0 ? Math.min(given, LONGEST_ASKED_MS) : 0;
}
