import { StoreUnavailableError } from '../domain/store-errors';
import { within } from './within';

/**
 * The store's answer, if it comes within `ms` milliseconds.
 * @throws StoreUnavailableError when it does not; what was asked may be done later all the same
 */
export async function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  if (!(await within(ms, answer))) throw new StoreUnavailableError('the database does not answer');
  return answer;
}
