import type { JobDraft } from '../../application/ports/collection-job-repository';
import type { StartCollectionInput } from '../types/control/inputs';

/** Returns the job that an input describes, with its defaults. */
export function draftOf({ requestId: _ofTheCommand, ...asked }: StartCollectionInput): JobDraft {
  const { name = null, concurrency, mode } = asked;
  const given = { name, concurrency: concurrency ?? 4, mode: mode ?? ('MISSING' as const) };
  return { ...asked, ...given, asksFor: ['NOT_COLLECTED'], windows: null };
}
