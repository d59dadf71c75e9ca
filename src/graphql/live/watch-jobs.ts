import type { JobFilter, JobReader } from '../../application/ports/job-reader';
import type { JobFeed } from '../../application/control/job-feed';
import { whenAborted } from '../../async/shared-abort';
import type { CollectionJob } from '../../domain/collection-job';
import { JobNotFoundError } from '../../domain/errors';
import { isTerminal } from '../../domain/job-state';
import { closable } from './closable';
import { fits } from './job-filter';
import { JobMailbox } from './job-mailbox';

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
  const mailbox = new JobMailbox();
  // Listening begins before reading: what is committed in between arrives, what was read already is dropped as older.
  const unlisten = feed.listen(jobId, (update) => mailbox.put(update));
  const leave = () => {
    unlisten();
    mailbox.close();
  };
  // Also while the job is still being read.
  whenAborted(signal, leave);
  const job = await findOr(leave, jobId, reader);
  mailbox.putFirst(job);
  return closable(untilTerminal(mailbox, leave), leave);
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

async function* untilTerminal(mailbox: JobMailbox, leave: () => void): AsyncGenerator<CollectionJob> {
  try {
    for await (const job of mailbox) {
      yield job;
      if (isTerminal(job.state)) return;
    }
  } finally {
    leave();
  }
}

/** Every transition and thinned-out progress of all jobs that fit the filter, from now on. */
export function watchJobs(filter: JobFilter, feed: JobFeed): AsyncIterableIterator<CollectionJob> {
  const mailbox = new JobMailbox();
  const unlisten = feed.listen(null, (update) => {
    if (fits(update.job, filter)) mailbox.put(update);
    else mailbox.forget(update.job);
  });
  return closable(contentOf(mailbox, unlisten), () => {
    unlisten();
    mailbox.close();
  });
}

async function* contentOf(mailbox: JobMailbox, unlisten: () => void): AsyncGenerator<CollectionJob> {
  try {
    yield* mailbox;
  } finally {
    unlisten();
  }
}
