import { whenAborted } from '../../async/shared-abort';
import type { JobUpdate } from '../../domain/job-update';
import { isNewerThan, type CollectionJob } from '../../domain/collection-job';
import { isTerminal } from '../../domain/job-state';

/** Progress of one job is delivered at most once in this many milliseconds: four times a second. */
export const PROGRESS_INTERVAL_MS = 250;
/** Transitions of one job that wait for a slow subscriber; beyond that the oldest gives way. */
const MAX_WAITING = 16;

/** Ended jobs whose stragglers are recognised. */
const MAX_REMEMBERED = 1_000;

/** What waits to be delivered of one job. */
interface Pending {
  readonly transitions: CollectionJob[];
  progress: CollectionJob | null;
  /** When its progress may be delivered again, in milliseconds of the monotonic clock. */
  progressDue: number;
  last: CollectionJob | null;
}

/**
 * Between the feed and one subscriber: transitions at once and in order, progress thinned out with its last value
 * always delivered. Bounded whatever the subscriber does: one that stalls finds the latest when it comes back.
 */
export class ConflatingQueue implements AsyncIterable<CollectionJob> {
  private readonly pendingByJob = new Map<string, Pending>();
  private readonly ended = new Set<string>();
  private wake: () => void = () => undefined;

  /** @param gone aborts when nobody reads any more */
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

  /** The job as it is, ahead of everything that waits: what is older than it will not be delivered. */
  putFirst(job: CollectionJob): void {
    this.pendingOf(job.id).transitions.unshift(job);
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CollectionJob, undefined> {
    while (!this.gone.aborted) {
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

  /** What waits of this job is not wanted any more: it has become what the subscriber did not ask for. */
  forget(job: CollectionJob): void {
    if (isTerminal(job.state)) this.end(job.id);
    else this.pendingByJob.delete(job.id);
  }

  /** News of a job may come late, but none that matters comes after its end. */
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
