import type { ApolloCache, ApolloClient } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import {
  JobStampFragmentDoc,
  JobViewFragmentDoc,
  type JobStampFragment,
  type JobViewFragment,
} from '../generated/graphql';

export type Job = JobViewFragment;

/**
 * Stores a job in the cache unless the cache holds a newer version. Every job that reaches the page must pass through
 * here: query results and updates may arrive out of order.
 * @returns false for a stale job
 */
export function receiveJob(cache: ApolloCache, job: Job): boolean {
  const id = cache.identify(job);
  const known = cache.readFragment({ id, fragment: JobStampFragmentDoc });
  if (known && isOlder(job, known)) return false;
  cache.writeFragment({ id, fragment: JobViewFragmentDoc, fragmentName: 'JobView', data: job });
  return true;
}

/** Stores many jobs in one cache transaction, for one rendering. */
export function receiveJobs({ cache }: ApolloClient, jobs: Iterable<Job>): void {
  cache.batch({
    update: (batch) => {
      for (const job of jobs) receiveJob(batch, job);
    },
  });
}

/** Transitions raise `version`; progress raises `done` and `rows`; a paused job stays settled once it is drained. */
function isOlder(job: JobStampFragment, known: JobStampFragment): boolean {
  if (job.version !== known.version) return job.version < known.version;
  if (job.progress.done !== known.progress.done) return job.progress.done < known.progress.done;
  if (job.progress.rows !== known.progress.rows) return job.progress.rows < known.progress.rows;
  return known.state === 'PAUSED' && known.settled && !job.settled;
}

/** Returns the cached job; null if it is not cached. */
export function useJob(id: string): Job | null {
  const { data, complete } = useFragment({
    fragment: JobViewFragmentDoc,
    fragmentName: 'JobView',
    from: { __typename: 'CollectionJob', id },
  });
  return complete ? data : null;
}
