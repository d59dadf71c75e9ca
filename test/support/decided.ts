import { StoreUnavailableError } from '../../src/domain/store-errors';

/**
 * Gives a command until it is decided: one that a slow machine did not get to in time has done nothing, or is told by its
 * requestId what became of it.
 * @param command with a requestId
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
