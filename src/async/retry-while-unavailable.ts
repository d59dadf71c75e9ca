import { StoreUnavailableError } from '../domain/store-errors';
import { delay } from './delay';
import { orAborted } from './or-aborted';

const LONGEST_WAIT_MS = 5_000;

/**
 * Retries a store operation with backoff while the store is out of reach, until it responds or `signal` aborts. An
 * abort takes effect at once, even if the request hangs on a dead connection.
 * @param ask must be idempotent: the response may be lost after the operation was done
 * @throws what `ask` throws, but StoreUnavailableError only if aborted; the signal's reason
 */
export async function retryWhileUnavailable<T>(
  ask: () => Promise<T>,
  signal: AbortSignal,
  onFailure: (error: StoreUnavailableError) => void,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted();
    try {
      return await orAborted(ask(), signal);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError) || signal.aborted) throw error;
      onFailure(error);
      await delay(Math.min(50 * 2 ** failures, LONGEST_WAIT_MS), [signal]);
      if (signal.aborted) throw error;
    }
  }
}
