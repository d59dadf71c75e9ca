import type { ChangedJob, ClusterStore, MissedJob, MissedUpdates } from '../../application/ports/cluster-store';
import type { JobFeed } from '../../application/control/job-feed';
import type { Logger } from '../../application/ports/logger';
import { StoreUnavailableError } from '../../domain/store-errors';
import type { JobUpdate } from '../../domain/job-update';
import type { JobWatch } from './job-watch';

/** Jobs per read. The next heartbeat finds the rest again. */
const MAX_JOBS = 500;

export interface CatchUpDeps {
  readonly store: Pick<ClusterStore, 'missed'>;
  readonly watch: JobWatch;
  readonly feed: Pick<JobFeed, 'refresh'>;
  /** Delivers an update that was missed. */
  readonly deliver: (update: JobUpdate) => void;
  readonly log: Logger;
}

/** Reads the updates that messages did not bring, one read at a time, and delivers them. */
export class CatchUp {
  private isReading = false;
  /** Jobs whose listeners have just begun. */
  private readonly beginning = new Set<string>();

  constructor(private readonly deps: CatchUpDeps) {}

  /** A job has its first listener: it is told from now on what it did not read itself. */
  begin(jobId: string): void {
    this.beginning.add(jobId);
    // Jobs of the same turn of the event loop share a read.
    if (this.beginning.size === 1) setImmediate(() => void this.read([]));
  }

  /** Must be called with every heartbeat. */
  look(changed: readonly ChangedJob[]): void {
    const jobs = this.deps.watch.missed(changed);
    if (jobs.length > 0) void this.read(jobs.slice(0, MAX_JOBS));
  }

  /** If it fails or another read is in progress, the next heartbeat finds what is still missing. */
  private async read(jobs: readonly MissedJob[]): Promise<void> {
    if (this.isReading) return;
    this.isReading = true;
    try {
      await this.readAll(jobs);
      while (this.beginning.size > 0) await this.readAll(this.begun());
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) this.deps.log.error({ err: error }, 'could not catch up');
    } finally {
      this.isReading = false;
    }
  }

  private begun(): readonly MissedJob[] {
    const jobIds = [...this.beginning].slice(0, MAX_JOBS);
    for (const jobId of jobIds) this.beginning.delete(jobId);
    return jobIds.flatMap((jobId) => this.deps.watch.beginning(jobId) ?? []);
  }

  private async readAll(jobs: readonly MissedJob[]): Promise<void> {
    if (jobs.length === 0) return;
    const isNew = new Map(jobs.map((job) => [job.jobId, job.isNew]));
    for (const missed of await this.deps.store.missed(jobs)) this.tell(missed, isNew.get(missed.current.id) ?? false);
  }

  /** A listener that has just begun ignores what is older than what it has read. Others must not be told it again. */
  private tell({ past, current }: MissedUpdates, isNew: boolean): void {
    const { feed, watch, deliver } = this.deps;
    for (const job of [...past, current]) {
      if (isNew) feed.refresh({ job, kind: 'TRANSITION' });
      else deliver({ job, kind: 'TRANSITION' });
    }
    if (isNew) watch.told(current);
  }
}
