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
  readonly feed: Pick<JobFeed, 'refresh' | 'lose'>;
  /** Delivers an update as if a message had brought it. */
  readonly deliver: (update: JobUpdate) => void;
  readonly log: Logger;
}

/** Reads the updates that messages did not bring, one read at a time, and delivers them. */
export class CatchUp {
  private isReading = false;

  constructor(private readonly deps: CatchUpDeps) {}

  /** Must be called with every heartbeat. @param askedAt when it was sent, in milliseconds of the monotonic clock */
  look(changed: readonly ChangedJob[], askedAt: number): void {
    const { jobs, lost } = this.deps.watch.missed(changed, askedAt);
    for (const jobId of lost) {
      this.deps.log.warn(
        { jobId },
        'the database has lost events of a job, as after a failover: its subscriptions end',
      );
      this.deps.feed.lose(jobId);
    }
    if (jobs.length > 0 && !this.isReading) void this.read(jobs.slice(0, MAX_JOBS));
  }

  private async read(jobs: readonly MissedJob[]): Promise<void> {
    this.isReading = true;
    try {
      for (const missed of await this.deps.store.missed(jobs)) this.tell(missed);
    } catch (error) {
      // The next heartbeat finds what is still missing.
      if (!(error instanceof StoreUnavailableError)) this.deps.log.error({ err: error }, 'could not catch up');
    } finally {
      this.isReading = false;
    }
  }

  /** A listener that has just begun knows nothing yet, and must not be told of transitions before its beginning. */
  private tell({ past, current, isRefresh }: MissedUpdates): void {
    const { feed, watch, deliver } = this.deps;
    if (!isRefresh) for (const job of [...past, current]) deliver({ job, kind: 'TRANSITION' });
    else {
      feed.refresh({ job: current, kind: 'TRANSITION' });
      watch.told(current);
    }
  }
}
