import type { JobReader } from '../../application/ports/job-reader';
import type { JobFeed } from '../../application/control/job-feed';
import type { JobEvent } from '../../domain/job-event';
import { EventsLostError } from '../../domain/store-errors';
import type { Bell } from './bell';

/** Events per read, so that a long backlog is never held in memory. */
export const BATCH = 200;

/** The histories that have at least one follower. */
export class SharedHistories {
  private readonly histories = new Map<string, SharedHistory>();

  constructor(
    private readonly reader: JobReader,
    private readonly feed: JobFeed,
  ) {}

  /**
   * @param bell rung when there may be more to read
   * @returns the history; the caller must call `leave` when it ends
   */
  join(jobId: string, bell: Bell): SharedHistory {
    const known = this.histories.get(jobId);
    const forget = () => void (this.histories.get(jobId) === history && this.histories.delete(jobId));
    const history: SharedHistory = known ?? new SharedHistory(jobId, this.reader, this.feed, forget);
    this.histories.set(jobId, history);
    history.add(bell);
    return history;
  }
}

/**
 * One job's history, shared by its followers: those at the same position share a read. A follower woken by an update
 * does not share a read that began before the update, because that read may miss it.
 */
export class SharedHistory {
  private readonly bells = new Set<Bell>();
  private readonly underWay = new Map<number, Promise<readonly JobEvent[]>>();
  private readonly unlisten: () => void;
  private failure: Error | null = null;

  constructor(
    private readonly jobId: string,
    private readonly reader: JobReader,
    feed: JobFeed,
    private readonly abandoned: () => void,
  ) {
    this.unlisten = feed.listen(
      jobId,
      () => this.announce(),
      () => this.fail(new EventsLostError()),
    );
  }

  add(bell: Bell): void {
    this.bells.add(bell);
  }

  leave(bell: Bell): void {
    if (!this.bells.delete(bell) || this.bells.size > 0) return;
    this.unlisten();
    this.abandoned();
  }

  /** Reads up to BATCH events after a seq. */
  read(afterSeq: number): Promise<readonly JobEvent[]> {
    if (this.failure) return Promise.reject(this.failure);
    const known = this.underWay.get(afterSeq);
    if (known) return known;
    const reading = this.reader.events(this.jobId, afterSeq, BATCH).finally(() => {
      if (this.underWay.get(afterSeq) === reading) this.underWay.delete(afterSeq);
    });
    this.underWay.set(afterSeq, reading);
    return reading;
  }

  /** Ends all followers: what they have sent is not the job's history any more. */
  private fail(error: Error): void {
    this.failure = error;
    this.abandoned();
    this.announce();
  }

  private announce(): void {
    this.underWay.clear();
    for (const bell of this.bells) bell.ring();
  }
}
