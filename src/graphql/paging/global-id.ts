import { isJobId } from '../../domain/collection-job';

/* Ids of the API say what they name: job_<uuid>, src_<name>, ser_<number>. The rest of the service knows them without. */

/** What an id of the API names. */
export type Named =
  | { readonly kind: 'JOB'; readonly jobId: string }
  | { readonly kind: 'SOURCE'; readonly name: string }
  | { readonly kind: 'SERIES'; readonly seriesId: number };

export const globalJobId = (jobId: string) => `job_${jobId}`;
export const globalSourceId = (name: string) => `src_${name}`;
export const globalSeriesId = (seriesId: number) => `ser_${seriesId}`;

/** Maximum of PostgreSQL's `integer`. */
const MAX_SERIES = 2 ** 31 - 1;

/** Returns what an id names, whether or not there is such a thing; null if it is no id. */
export function namedBy(id: string): Named | null {
  const [, kind, rest] = /^(job|src|ser)_(.+)$/s.exec(id) ?? [];
  if (kind === 'job' && isJobId(rest!)) return { kind: 'JOB', jobId: rest! };
  if (kind === 'src') return { kind: 'SOURCE', name: rest! };
  if (kind === 'ser' && /^[1-9]\d{0,9}$/.test(rest!) && Number(rest) <= MAX_SERIES)
    return { kind: 'SERIES', seriesId: Number(rest) };
  return null;
}

/** Marks a text that names no job in the API, but would in the service. */
const NO_ID = 'no id: ';

/** Returns the job id that an id of the API stands for; for an id of anything else, a text that no job has as its id. */
export function jobIdOf(id: string): string {
  const named = namedBy(id);
  if (named?.kind === 'JOB') return named.jobId;
  return isJobId(id) || id.startsWith(NO_ID) ? NO_ID + id : id;
}

/** Returns the id of the API that `jobIdOf` was given. */
export function givenJobId(jobId: string): string {
  if (isJobId(jobId)) return globalJobId(jobId);
  return jobId.startsWith(NO_ID) ? jobId.slice(NO_ID.length) : jobId;
}
