import type { JobFilter, JobReader } from '../../application/ports/job-reader';
import type { JobFeed } from '../../application/control/job-feed';
import { whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import { isTerminal } from '../../domain/job-state';
import { closable } from './closable';
import { fits } from './job-filter';
import { ConflatingQueue } from './conflating-queue';

/**
 * The job as it is, then each transition at once and progress four times a second at most; ends after the terminal
 * state, or when it is given up. @throws JobNotFoundError
 */
export async function watchJob(
  jobId: string,
  reader: Pick<JobReader, 'job'>,
  feed: JobFeed,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<CollectionJob>> {
  const queue = new ConflatingQueue();
  // Listening begins before reading: what is committed in between arrives, what was read already is dropped as older.
  const unlisten = feed.listen(jobId, (update) => queue.put(update));
  const leave = () => {
    unlisten();
    queue.close();
  };
  // Also while the job is still being read.
  whenAborted(signal, leave);
  const job = await findOr(leave, jobId, reader);
  queue.putFirst(job);
  return closable(untilTerminal(queue, leave), leave);
}

async function findOr(leave: () => void, jobId: string, reader: Pick<JobReader, 'job'>): Promise<CollectionJob> {
  try {
    const job = await reader.job(jobId);
    if (!job) throw new JobNotFoundError(jobId);
    return job;
  } catch (error) {
    leave();
    throw error;
  }
}

async function* untilTerminal(queue: ConflatingQueue, leave: () => void): AsyncGenerator<CollectionJob> {
  try {
    for await (const job of queue) {
      yield job;
      if (isTerminal(job.state)) return;
    }
  } finally {
    leave();
  }
}

/** Every transition and thinned-out progress of all jobs that fit the filter, from now on. */
export function watchJobs(filter: JobFilter, feed: JobFeed): AsyncIterableIterator<CollectionJob> {
  const queue = new ConflatingQueue();
  const unlisten = feed.listen(null, (update) => {
    if (fits(update.job, filter)) queue.put(update);
    else queue.forget(update.job);
  });
  return closable(contentOf(queue, unlisten), () => {
    unlisten();
    queue.close();
  });
}

async function* contentOf(queue: ConflatingQueue, unlisten: () => void): AsyncGenerator<CollectionJob> {
  try {
    yield* queue;
  } finally {
    unlisten();
  }
}
