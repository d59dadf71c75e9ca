import type { JobReader } from '../../application/ports/job-reader';
import { JobNotFoundError } from '../../domain/errors';
import type { JobEvent } from '../../domain/job-event';
import { isTerminal } from '../../domain/job-state';
import { Bell } from './bell';
import { closable } from './closable';
import { BATCH, type SharedHistories, type SharedHistory } from './shared-history';

/**
 * A job's history after a seq, then live, without gap or repeat, until the terminal event: it is always read from the
 * database, and the feed only says when there is more to read. @throws JobNotFoundError, and AbortError when it is given
 * up before it has begun
 */
export async function followHistory(
  jobId: string,
  afterSeq: number,
  reader: Pick<JobReader, 'job'>,
  histories: SharedHistories,
  signal: AbortSignal,
): Promise<AsyncIterableIterator<JobEvent>> {
  const job = await reader.job(jobId);
  signal.throwIfAborted();
  if (!job) throw new JobNotFoundError(jobId);
  const bell = new Bell();
  const history = histories.join(jobId, bell);
  const leave = () => {
    history.leave(bell);
    bell.silence();
  };
  return closable(eventsAfter(afterSeq, isTerminal(job.state), history, bell, leave), leave);
}

async function* eventsAfter(
  afterSeq: number,
  isOver: boolean,
  history: SharedHistory,
  bell: Bell,
  leave: () => void,
): AsyncGenerator<JobEvent> {
  let seq = afterSeq;
  let hasEnded = isOver;
  try {
    while (!bell.isSilenced) {
      const events = await history.read(seq);
      for (const event of events) {
        yield event;
        seq = event.seq;
        hasEnded ||= event.toState !== null && isTerminal(event.toState);
      }
      if (events.length < BATCH && hasEnded) return;
      if (events.length < BATCH) await bell.rung();
    }
  } finally {
    leave();
  }
}
