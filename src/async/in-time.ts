import { StoreUnavailableError } from '../domain/store-errors';
import { within } from './within';

/**
 * Returns the store's response if it arrives within `ms` milliseconds.
 * @throws StoreUnavailableError if it does not; the operation may still be done later
 */
export async function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  if (!(await within(ms, answer))) throw new StoreUnavailableError('the database does not answer');
  return answer;
}
