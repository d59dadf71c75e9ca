import type { JobUpdate } from '../../domain/job-update';

/** Receives the updates of jobs. Must neither throw nor block. */
interface JobListener {
  readonly update: (update: JobUpdate) => void;
  readonly lost: () => void;
  readonly isBrief: boolean;
}

/** What a feed tells the process of. */
export interface JobFeedDeps {
  /**
   * Whether the listeners may be told of an update now. If not, it is delivered later, after the transition that is
   * missing.
   */
  readonly admits: (update: JobUpdate) => boolean;
  /** Forwards an update that this process committed to other processes. */
  readonly relay: (update: JobUpdate, wasAdmitted: boolean) => void;
  /** Called when a job, null: every job, gets its first listener, apart from brief ones. */
  readonly watched: (jobId: string | null) => void;
}

const ALONE: JobFeedDeps = { admits: () => true, relay: () => undefined, watched: () => undefined };

/** Publishes committed updates to the listeners of this process. */
export class JobFeed {
  private readonly everyJob = new Set<JobListener>();
  private readonly byJob = new Map<string, Set<JobListener>>();

  constructor(private readonly deps: JobFeedDeps = ALONE) {}

  /** Whether there is a listener to all jobs. */
  get watchesAll(): boolean {
    return this.everyJob.size > 0;
  }

  /** Ids of the jobs that have a listener of their own. */
  get watchedJobs(): readonly string[] {
    return [...this.byJob.keys()];
  }

  /** Whether there is a listener to a job. */
  watches(jobId: string): boolean {
    return this.watchesAll || this.byJob.has(jobId);
  }

  /** Publishes an update that this process has committed. */
  publish(update: JobUpdate): void {
    const isAdmitted = this.deps.admits(update);
    if (isAdmitted) this.deliver(update);
    this.deps.relay(update, isAdmitted);
  }

  /** Delivers an update that another process has committed. */
  deliver(update: JobUpdate): void {
    this.refresh(update);
    for (const listener of this.everyJob) listener.update(update);
  }

  /** Delivers an update to the job's own listeners only: they have just begun to listen and may have missed it. */
  refresh(update: JobUpdate): void {
    for (const listener of this.byJob.get(update.job.id) ?? []) listener.update(update);
  }

  /** Tells all listeners that what they were told may not hold, or that they would not be told more. */
  loseAll(): void {
    for (const listener of [...this.byJob.values()].flatMap((listeners) => [...listeners])) listener.lost();
    for (const listener of [...this.everyJob]) listener.lost();
  }

  /**
   * Listens to one job, or to all jobs if `jobId` is null.
   * @param lost called when the database may have lost events that the listener was told of, as after a failover, or when
   *   this process no longer learns of updates
   * @returns a function that removes the listener
   */
  listen(jobId: string | null, update: JobListener['update'], lost: JobListener['lost'] = () => undefined): () => void {
    return this.add(jobId, { update, lost, isBrief: false });
  }

  /** As `listen`, for a moment: it is no reason to have other processes send progress. */
  listenBriefly(jobId: string, update: JobListener['update']): () => void {
    return this.add(jobId, { update, lost: () => undefined, isBrief: true });
  }

  private add(jobId: string | null, listener: JobListener): () => void {
    const listeners = jobId === null ? this.everyJob : this.listenersOf(jobId);
    const isFirst = [...listeners].every(({ isBrief }) => isBrief);
    listeners.add(listener);
    if (isFirst && !listener.isBrief) this.deps.watched(jobId);
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
