import type { JobFilter } from '../../application/ports/job-reader';
import { needsAttention, type CollectionJob } from '../../domain/collection-job';

/** Whether a job matches the filter, by the rules of JobReader: null, undefined or an empty name is no condition. */
export function fits(job: CollectionJob, filter: JobFilter): boolean {
  const { states, source, nameContains, hasFailures, verdicts } = filter;
  if (states && !states.includes(job.state)) return false;
  if (source !== null && source !== undefined && job.source !== source) return false;
  if (typeof hasFailures === 'boolean' && job.progress.failed > 0 !== hasFailures) return false;
  if (verdicts && !(job.verdict && verdicts.includes(job.verdict))) return false;
  if (typeof filter.needsAttention === 'boolean' && needsAttention(job) !== filter.needsAttention) return false;
  return !nameContains || folded(job.name ?? '').includes(folded(nameContains));
}

/**
 * Lower case as in PostgreSQL: per character, by Unicode's simple mapping. JavaScript's toLowerCase on a whole string
 * maps İ to two characters and Σ depending on its context.
 */
function folded(text: string): string {
  return Array.from(text, (letter) => String.fromCodePoint(letter.toLowerCase().codePointAt(0)!)).join('');
}
