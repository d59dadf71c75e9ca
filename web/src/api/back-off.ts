import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
/** No answer keeps a page waiting for longer, in milliseconds. */
const LONGEST_ASKED_MS = 10 * 60_000;
/** Codes of refusals that the same request may not meet again. */
const PASSING = ['TOO_MANY_REQUESTS', 'TOO_MANY_OPERATIONS', 'SERVICE_UNAVAILABLE', 'INTERNAL_SERVER_ERROR'];

/** How long to wait after a failure before the next attempt: twice as long each time, with jitter. */
export class BackOff {
  private failures = 0;

  /** @param longestMs how long the waits grow */
  constructor(private readonly longestMs = LONGEST_MS) {}

  /** @returns milliseconds to wait after this failure; never less than the service asks for */
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
 * Milliseconds to wait before another attempt. The jitter is half of it: a service that comes back is not met by all its
 * clients at once.
 * @param failures how many attempts have failed in a row before this one
 */
export function waitAfter(failures: number, longestMs = LONGEST_MS): number {
  return Math.min(FIRST_MS * 2 ** failures, longestMs) * (0.5 + Math.random() / 2);
}

/** Whether the same request may succeed a while later; a wrong one stays wrong. */
export function isPassing(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode >= 500 || error.statusCode === 429;
  if (CombinedGraphQLErrors.is(error))
    return error.errors.some(({ extensions }) => PASSING.includes(String(extensions?.code)));
  return true;
}

/** How long the service asks to be left alone, in milliseconds; 0 when it does not say. */
export function retryAfterOf(error: unknown): number {
  if (CombinedGraphQLErrors.is(error))
    return Math.max(0, ...error.errors.map(({ extensions }) => bounded(extensions?.retryAfterMs)));
  if (ServerError.is(error)) return bounded(Number(error.response.headers.get('retry-after')) * 1_000);
  return 0;
}

function bounded(given: unknown): number {
  return typeof given === 'number' && given > 0 ? Math.min(given, LONGEST_ASKED_MS) : 0;
}
