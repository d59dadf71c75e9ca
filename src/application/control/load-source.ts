import { within } from '../../async/within';
import { InvalidInputError } from '../../domain/errors';
import { SourceError } from '../../domain/source-failure';
import type { SourceRegistry } from '../source-access/source-registry';

/**
 * Has the source loaded that a user names, if need be. Loading goes on when this has stopped waiting.
 * @param patienceMs maximum wait, in milliseconds
 * @throws InvalidInputError if the source cannot be had, or is not loaded in time
 */
export async function loadSource(
  name: string,
  sources: Pick<SourceRegistry, 'load'>,
  patienceMs: number,
): Promise<void> {
  const isLoaded = await within(patienceMs, sources.load(name)).catch(refuseFailed);
  if (!isLoaded) refuse(`it has taken more than ${patienceMs} ms. It goes on: try again.`);
}

function refuseFailed(error: unknown): never {
  if (!(error instanceof SourceError)) throw error;
  refuse(`${error.message} (${error.code}).`);
}

function refuse(why: string): never {
  throw new InvalidInputError(`The source cannot be loaded now: ${why}`, ['input', 'source']);
}
