import { StoreUnavailableError } from '../../src/domain/store-errors';

/**
 * Repeats a command while it fails with StoreUnavailableError. On a slow machine a command may time out: then it has
 * done nothing, or its requestId returns the outcome.
 * @param command carries a requestId
 */
export async function decided<T>(command: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await command();
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
    }
  }
}
