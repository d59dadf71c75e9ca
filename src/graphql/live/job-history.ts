import type { JobReader } from '../../application/ports/job-reader';
import { whenAborted } from '../../async/shared-abort';
import { JobNotFoundError } from '../../domain/errors';
import type { JobEvent } from '../../domain/job-event';
import { isTerminal } from '../../domain/job-state';
import { Bell } from './bell';
import { BATCH, type SharedHistories, type SharedHistory } from './shared-history';

/**
 * Yields a job's history after a seq, then new events live, without gaps or repeats, until the terminal event or until
 * the signal aborts. Events are always read from the database; the feed only signals that there may be more.
 * @throws JobNotFoundError; the signal's reason when it aborts before the history has begun
 */
export async function followHistory(
  jobId: string,
  afterSeq: number,
  reader: Pick<JobReader, 'job'>,
  histories: SharedHistories,
  signal: AbortSignal,
): Promise<AsyncIterable<JobEvent>> {
  const job = await reader.job(jobId);
  signal.throwIfAborted();
  if (!job) throw new JobNotFoundError(jobId);
  const bell = new Bell();
  const history = histories.join(jobId, bell);
  whenAborted(signal, () => {
    history.leave(bell);
    bell.ring();
  });
  return eventsAfter(afterSeq, isTerminal(job.state), history, bell, signal);
}

async function* eventsAfter(
  afterSeq: number,
  isOver: boolean,
  history: SharedHistory,
  bell: Bell,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  let seq = afterSeq;
  let hasEnded = isOver;
  while (!signal.aborted) {
    const events = await history.read(seq);
    for (const event of events) {
      yield event;
      seq = event.seq;
      hasEnded ||= event.toState !== null && isTerminal(event.toState);
    }
    if (events.length < BATCH && hasEnded) return;
    if (events.length < BATCH) await bell.rung();
  }
}
