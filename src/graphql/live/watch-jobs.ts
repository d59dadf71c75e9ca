import type { JobFeed } from '../../application/control/job-feed';
import type { JobFilter, JobReader } from '../../application/ports/job-reader';
import { whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import { isTerminal } from '../../domain/job-state';
import { ConflatingQueue } from './conflating-queue';
import { fits } from './job-filter';

/**
 * The job as it is, then each transition at once and progress four times a second at most; ends after the terminal
 * state, or when the signal aborts, which is also what ends the listening. @throws JobNotFoundError
 */
export async function watchJob(
  jobId: string,
  reader: Pick<JobReader, 'job'>,
  feed: JobFeed,
  signal: AbortSignal,
): Promise<AsyncIterable<CollectionJob>> {
  const queue = new ConflatingQueue(signal);
  // Listening begins before reading: what is committed in between arrives, what was read already is dropped as older.
  whenAborted(
    signal,
    feed.listen(jobId, (update) => queue.put(update)),
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

/** Every transition and thinned-out progress of all jobs that fit the filter, from now until the signal aborts. */
export function watchJobs(filter: JobFilter, feed: JobFeed, signal: AbortSignal): AsyncIterable<CollectionJob> {
  const queue = new ConflatingQueue(signal);
  const unlisten = feed.listen(null, (update) => {
    if (fits(update.job, filter)) queue.put(update);
    else queue.forget(update.job);
  });
  whenAborted(signal, unlisten);
  return queue;
}
