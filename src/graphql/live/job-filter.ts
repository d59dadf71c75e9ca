import type { JobFilter } from '../../application/ports/job-reader';
import type { CollectionJob } from '../../domain/collection-job';

/** Whether a job fits, as JobReader would find it: nothing or an empty text given is no condition. */
export function fits(job: CollectionJob, { states, source, nameContains, hasFailures }: JobFilter): boolean {
  if (states && !states.includes(job.state)) return false;
  if (source !== null && source !== undefined && job.source !== source) return false;
  if (typeof hasFailures === 'boolean' && job.progress.failed > 0 !== hasFailures) return false;
  return !nameContains || folded(job.name ?? '').includes(folded(nameContains));
}

/**
 * Lower case as PostgreSQL has it, letter by letter (Unicode's simple mapping), where JavaScript makes two of an İ and
 * looks at what stands around a Σ.
 */
function folded(text: string): string {
  return Array.from(text, (letter) => String.fromCodePoint(letter.toLowerCase().codePointAt(0)!)).join('');
}
