import { whenAborted } from '../../async/shared-abort';
import type { JobUpdate } from '../../domain/job-update';
import { isNewerThan, type CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';

/** Minimum interval between progress updates of one job, in milliseconds: four per second. */
export const PROGRESS_INTERVAL_MS = 250;
/** Maximum transitions of one job that wait for a slow subscriber. Beyond that the oldest is dropped. */
const MAX_WAITING = 16;

/** Number of ended jobs whose late updates are recognised and dropped. */
const MAX_REMEMBERED = 1_000;

/** Undelivered updates of one job. */
interface Pending {
  readonly transitions: CollectionJob[];
  progress: CollectionJob | null;
  /** Earliest time of the next progress update, in milliseconds of the monotonic clock. */
  progressDue: number;
  last: CollectionJob | null;
}

/**
 * Queue between the feed and one subscriber. Delivers transitions immediately and in order; throttles progress, but
 * always delivers its last value. Memory is bounded: a subscriber that stalls gets the latest updates when it resumes.
 */
export class ConflatingQueue implements AsyncIterable<CollectionJob> {
  private readonly pendingByJob = new Map<string, Pending>();
  private readonly ended = new Set<string>();
  private failure: Error | null = null;
  private wake: () => void = () => undefined;

  /** @param gone aborts when the subscriber ends */
  constructor(private readonly gone: AbortSignal) {
    whenAborted(gone, () => this.wake());
  }

  put({ job, kind }: JobUpdate): void {
    if (this.ended.has(job.id)) return;
    const pending = this.pendingOf(job.id);
    if (kind === 'PROGRESS') pending.progress = newest(job, pending.progress);
    else pending.transitions.push(job);
    if (pending.transitions.length > MAX_WAITING) pending.transitions.shift();
    this.wake();
  }

  /** Puts the current job ahead of all waiting updates. Updates that are not newer than it are dropped. */
  putFirst(job: CollectionJob): void {
    this.pendingOf(job.id).transitions.unshift(job);
    this.wake();
  }

  /** Makes the iteration throw. */
  fail(error: Error): void {
    this.failure = error;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CollectionJob, undefined> {
    while (!this.gone.aborted) {
      if (this.failure) throw this.failure;
      const now = performance.now();
      const job = this.takeTransition() ?? this.takeProgress(now);
      if (job) yield job;
      else await this.waitUntil(this.nextDue(), now);
    }
  }

  private takeTransition(): CollectionJob | null {
    for (const [id, pending] of this.pendingByJob) {
      const job = pending.transitions.shift();
      if (!job) continue;
      if (pending.last && !isNewerThan(job, pending.last)) return this.takeTransition();
      pending.last = job;
      pending.progressDue = performance.now() + PROGRESS_INTERVAL_MS;
      if (isTerminal(job.state)) this.end(id);
      return job;
    }
    return null;
  }

  /** Drops the waiting updates of a job that no longer matches the subscriber's filter. */
  forget(job: CollectionJob): void {
    if (isTerminal(job.state)) this.end(job.id);
    else this.pendingByJob.delete(job.id);
  }

  /** Forgets an ended job, and remembers its id: updates that arrive later are stale and are dropped. */
  private end(jobId: string): void {
    this.pendingByJob.delete(jobId);
    this.ended.add(jobId);
    if (this.ended.size > MAX_REMEMBERED) this.ended.delete(this.ended.values().next().value!);
  }

  private takeProgress(now: number): CollectionJob | null {
    for (const pending of this.pendingByJob.values()) {
      if (!pending.progress || pending.progressDue > now) continue;
      const job = pending.progress;
      pending.progress = null;
      if (pending.last && !isNewerThan(job, pending.last)) continue;
      pending.last = job;
      pending.progressDue = now + PROGRESS_INTERVAL_MS;
      return job;
    }
    return null;
  }

  private nextDue(): number {
    let due = Infinity;
    for (const pending of this.pendingByJob.values()) if (pending.progress) due = Math.min(due, pending.progressDue);
    return due;
  }

  private async waitUntil(due: number, now: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.wake = resolve;
      if (due !== Infinity) timer = setTimeout(resolve, due - now);
    });
    clearTimeout(timer);
  }

  private pendingOf(jobId: string): Pending {
    let pending = this.pendingByJob.get(jobId);
    if (!pending)
      this.pendingByJob.set(jobId, (pending = { transitions: [], progress: null, progressDue: 0, last: null }));
    return pending;
  }
}

function newest(job: CollectionJob, other: CollectionJob | null): CollectionJob {
  return other && !isNewerThan(job, other) ? other : job;
}
