import type { JobFeed } from '../../application/control/job-feed';
import type { JobFilter, JobReader } from '../../application/ports/job-reader';
import { whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import type { JobUpdate } from '../../domain/job-update';
import { EventsLostError } from '../../domain/store-errors';
import { isTerminal } from '../../domain/job-state';
import { ConflatingQueue } from './conflating-queue';
import { fits } from './job-filter';

/**
 * Yields the current job, then each transition immediately and progress at most four times a second. Ends after the
 * terminal state or when the signal aborts. Only the abort removes the listener, so the caller must abort the signal.
 * @throws JobNotFoundError
 */
export async function watchJob(
  jobId: string,
  reader: Pick<JobReader, 'job'>,
  feed: JobFeed,
  signal: AbortSignal,
): Promise<AsyncIterable<CollectionJob>> {
  const queue = new ConflatingQueue(signal);
  // Listens before reading, so no commit in between is missed. Updates not newer than the job read are dropped.
  whenAborted(
    signal,
    feed.listen(
      jobId,
      (update) => queue.put(update),
      () => queue.fail(new EventsLostError()),
    ),
  );
  const job = await reader.job(jobId);
  if (!job) throw new JobNotFoundError(jobId);
  queue.putFirst(job);
  return untilTerminal(queue);
}

async function* untilTerminal(queue: ConflatingQueue): AsyncGenerator<CollectionJob> {
  for await (const job of queue) {
    yield job;
    if (isTerminal(job.state)) return;
  }
}

/** Yields transitions and throttled progress of all jobs that match the filter, from now until the signal aborts. */
export function watchJobs(filter: JobFilter, feed: JobFeed, signal: AbortSignal): AsyncIterable<CollectionJob> {
  const queue = new ConflatingQueue(signal);
  const put = (update: JobUpdate) => (fits(update.job, filter) ? queue.put(update) : queue.forget(update.job));
  const unlisten = feed.listen(null, put, () => queue.fail(new EventsLostError()));
  whenAborted(signal, unlisten);
  return queue;
}
