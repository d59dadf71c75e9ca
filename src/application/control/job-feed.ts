import type { JobUpdate } from '../../domain/job-update';

export type JobListener = (update: JobUpdate) => void;

/** Tells everybody in this process what was committed. A listener must not throw and not block. */
export class JobFeed {
  private readonly everyJob = new Set<JobListener>();
  private readonly byJob = new Map<string, Set<JobListener>>();

  /** @param relay tells those in other processes of what was committed in this one */
  constructor(private readonly relay: JobListener = () => undefined) {}

  /** What this process has committed. */
  publish(update: JobUpdate): void {
    this.deliver(update);
    this.relay(update);
  }

  /** What another process has committed. */
  deliver(update: JobUpdate): void {
    for (const listener of this.byJob.get(update.job.id) ?? []) listener(update);
    for (const listener of this.everyJob) listener(update);
  }

  /** Listens to one job, or to all of them; returns what ends it. */
  listen(jobId: string | null, listener: JobListener): () => void {
    const listeners = jobId === null ? this.everyJob : this.listenersOf(jobId);
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (jobId !== null && listeners.size === 0 && this.byJob.get(jobId) === listeners) this.byJob.delete(jobId);
    };
  }

  private listenersOf(jobId: string): Set<JobListener> {
    let listeners = this.byJob.get(jobId);
    if (!listeners) this.byJob.set(jobId, (listeners = new Set()));
    return listeners;
  }
}
