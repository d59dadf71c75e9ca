import type { JobUpdate } from '../../domain/job-update';

export type JobListener = (update: JobUpdate) => void;

/** Publishes committed updates to the listeners of this process. A listener must neither throw nor block. */
export class JobFeed {
  private readonly everyJob = new Set<JobListener>();
  private readonly byJob = new Map<string, Set<JobListener>>();

  /** @param relay forwards updates that this process committed to other processes */
  constructor(private readonly relay: JobListener = () => undefined) {}

  /** Publishes an update that this process has committed. */
  publish(update: JobUpdate): void {
    this.deliver(update);
    this.relay(update);
  }

  /** Delivers an update that another process has committed. */
  deliver(update: JobUpdate): void {
    for (const listener of this.byJob.get(update.job.id) ?? []) listener(update);
    for (const listener of this.everyJob) listener(update);
  }

  /** Listens to one job, or to all jobs if `jobId` is null. @returns a function that removes the listener */
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
