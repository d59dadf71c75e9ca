import { StoreUnavailableError } from '../domain/store-errors';
import { delay } from './delay';
import { orAborted } from './or-aborted';

const LONGEST_WAIT_MS = 5_000;

/**
 * Asks the store again and again while it is out of reach, until it answers or `signal` aborts: then at once, also while
 * a question hangs on a connection that nothing comes over any more.
 * @param ask must be safe to repeat: an answer can get lost after the deed
 * @throws what `ask` throws, but StoreUnavailableError only once aborted; the signal's reason
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
