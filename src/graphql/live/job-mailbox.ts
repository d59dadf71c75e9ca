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
interface Tray {
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
export class JobMailbox implements AsyncIterableIterator<CollectionJob> {
  private readonly trays = new Map<string, Tray>();
  private readonly ended = new Set<string>();
  private closed = false;
  private wake: () => void = () => undefined;

  put({ job, kind }: JobUpdate): void {
    if (this.ended.has(job.id)) return;
    const tray = this.trayOf(job.id);
    if (kind === 'PROGRESS') tray.progress = newest(job, tray.progress);
    else tray.transitions.push(job);
    if (tray.transitions.length > MAX_WAITING) tray.transitions.shift();
    this.wake();
  }

  /** The job as it is, ahead of everything that waits: what is older than it will not be delivered. */
  putFirst(job: CollectionJob): void {
    this.trayOf(job.id).transitions.unshift(job);
    this.wake();
  }

  async next(): Promise<IteratorResult<CollectionJob, undefined>> {
    while (!this.closed) {
      const now = performance.now();
      const job = this.takeTransition() ?? this.takeProgress(now);
      if (job) return { value: job, done: false };
      await this.waitUntil(this.nextDue(), now);
    }
    return { value: undefined, done: true };
  }

  async return(): Promise<IteratorResult<CollectionJob, undefined>> {
    this.close();
    return { value: undefined, done: true };
  }

  close(): void {
    this.closed = true;
    this.trays.clear();
    this.wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private takeTransition(): CollectionJob | null {
    for (const [id, tray] of this.trays) {
      const job = tray.transitions.shift();
      if (!job) continue;
      if (tray.last && !isNewerThan(job, tray.last)) return this.takeTransition();
      tray.last = job;
      tray.progressDue = performance.now() + PROGRESS_INTERVAL_MS;
      if (isTerminal(job.state)) this.end(id);
      return job;
    }
    return null;
  }

  /** What waits of this job is not wanted any more: it has become what the subscriber did not ask for. */
  forget(job: CollectionJob): void {
    if (isTerminal(job.state)) this.end(job.id);
    else this.trays.delete(job.id);
  }

  /** News of a job may come late, but none that matters comes after its end. */
  private end(jobId: string): void {
    this.trays.delete(jobId);
    this.ended.add(jobId);
    if (this.ended.size > MAX_REMEMBERED) this.ended.delete(this.ended.values().next().value!);
  }

  private takeProgress(now: number): CollectionJob | null {
    for (const tray of this.trays.values()) {
      if (!tray.progress || tray.progressDue > now) continue;
      const job = tray.progress;
      tray.progress = null;
      if (tray.last && !isNewerThan(job, tray.last)) continue;
      tray.last = job;
      tray.progressDue = now + PROGRESS_INTERVAL_MS;
      return job;
    }
    return null;
  }

  private nextDue(): number {
    let due = Infinity;
    for (const tray of this.trays.values()) if (tray.progress) due = Math.min(due, tray.progressDue);
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

  private trayOf(jobId: string): Tray {
    let tray = this.trays.get(jobId);
    if (!tray) this.trays.set(jobId, (tray = { transitions: [], progress: null, progressDue: 0, last: null }));
    return tray;
  }
}

function newest(job: CollectionJob, other: CollectionJob | null): CollectionJob {
  return other && !isNewerThan(job, other) ? other : job;
}
