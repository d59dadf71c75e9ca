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
 * Every job that reaches the page comes through here, over whichever way: answers and updates overtake each other, and
 * what is older than what is known changes nothing. @returns whether it was new
 */
export function receiveJob(cache: ApolloCache, job: Job): boolean {
  const id = cache.identify(job);
  const known = cache.readFragment({ id, fragment: JobStampFragmentDoc });
  if (known && isOlder(job, known)) return false;
  cache.writeFragment({ id, fragment: JobViewFragmentDoc, fragmentName: 'JobView', data: job });
  return true;
}

/** Many at once, for one rendering. */
export function receiveJobs({ cache }: ApolloClient, jobs: Iterable<Job>): void {
  cache.batch({
    update: (batch) => {
      for (const job of jobs) receiveJob(batch, job);
    },
  });
}

/** The version tells transitions apart, what is done and stored tells progress apart, and a job once drained stays so. */
function isOlder(job: JobStampFragment, known: JobStampFragment): boolean {
  if (job.version !== known.version) return job.version < known.version;
  if (job.progress.done !== known.progress.done) return job.progress.done < known.progress.done;
  if (job.progress.rows !== known.progress.rows) return job.progress.rows < known.progress.rows;
  return known.state === 'PAUSED' && known.settled && !job.settled;
}

/** The job as it is known now; null when nothing is. */
export function useJob(id: string): Job | null {
  const { data, complete } = useFragment({
    fragment: JobViewFragmentDoc,
    fragmentName: 'JobView',
    from: { __typename: 'CollectionJob', id },
  });
  return complete ? data : null;
}
