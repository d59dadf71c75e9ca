import type { ICollectionJobRepository } from '../../application/ports/collection-job-repository';
import type { JobReader } from '../../application/ports/job-reader';
import type { JobFeed } from '../../application/services/job-feed';
import { JobNotFoundError } from '../../domain/errors';
import type { JobEvent } from '../../domain/job-event';
import { isTerminal } from '../../domain/job-state';
import { closable } from './closable';

/** Events read at a time: a long backlog is never held in memory. */
const BATCH = 200;

/**
 * A job's history after a seq, then live, without gap or repeat, until the terminal event: it is always read from the
 * database, and the feed only says when there is more to read. @throws JobNotFoundError
 */
export async function followHistory(
  jobId: string,
  afterSeq: number,
  jobs: ICollectionJobRepository,
  reader: JobReader,
  feed: JobFeed,
): Promise<AsyncIterableIterator<JobEvent>> {
  const job = await jobs.find(jobId);
  if (!job) throw new JobNotFoundError(jobId);
  const bell = new Bell();
  const unlisten = feed.listen(jobId, () => bell.ring());
  const read = (seq: number) => reader.events(jobId, seq, BATCH);
  const leave = () => {
    unlisten();
    bell.silence();
  };
  return closable(eventsAfter(afterSeq, isTerminal(job.state), read, bell, leave), leave);
}

async function* eventsAfter(
  afterSeq: number,
  isOver: boolean,
  read: (afterSeq: number) => Promise<readonly JobEvent[]>,
  bell: Bell,
  leave: () => void,
): AsyncGenerator<JobEvent> {
  let seq = afterSeq;
  let hasEnded = isOver;
  try {
    while (!bell.isSilenced) {
      const events = await read(seq);
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

/** Remembers one ring, so that what happened while nobody waited is not missed. */
class Bell {
  private hasRung = false;
  private wake: () => void = () => undefined;
  isSilenced = false;

  ring(): void {
    this.hasRung = true;
    this.wake();
  }

  silence(): void {
    this.isSilenced = true;
    this.wake();
  }

  async rung(): Promise<void> {
    if (!this.hasRung && !this.isSilenced) await new Promise<void>((resolve) => (this.wake = resolve));
    this.hasRung = false;
  }
}
