import type { ICollectionJobRepository, JobDraft } from '../application/ports/collection-job-repository';
import type { Logger } from '../application/ports/logger';
import type { JobFeed } from '../application/control/job-feed';
import type { SourceThrottle } from '../application/source-access/source-throttle';
import type { IWorkerManager } from '../application/worker/worker-manager';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { JobUpdate } from '../domain/job-update';

/** What is different where workers are in this process alone, see local-workers.ts, and on the nodes of a cluster, see clustered-workers.ts. */
export interface WorkerHost {
  /** Counts requests to a source, for all who share its budget. */
  readonly limiterOf: LimiterOf;
  /** Among how many workers a job is divided. */
  sharesOf(draft: JobDraft): number;
  /** Tells other processes what this one has committed. */
  relay(update: JobUpdate): void;
  /** Tells other processes that a source wants to be left alone. */
  tellToHold(source: string, ms: number): void;
  /** Whether a command that another process has committed would be known here. */
  hears(): boolean;
  /** To be called once, before anything else is. */
  attach(deps: HostedDeps): HostedWorkers;
}

/** What belongs to this process whoever commands it. */
export interface HostedDeps {
  readonly nodeId: string;
  readonly pool: WorkerPool;
  readonly feed: JobFeed;
  readonly jobs: ICollectionJobRepository;
  readonly throttleOf: (source: string) => SourceThrottle | undefined;
  /** See NodeFitness. */
  readonly watch: <T extends object>(store: T) => T;
  readonly log: Logger;
}

export interface HostedWorkers {
  readonly workers: IWorkerManager;
  /** Takes up what is to be done. To be called before anybody can command jobs. @throws StartupError */
  open(): Promise<void>;
  /** Works on no job any more, at once and for good. */
  retire(): Promise<void>;
  /** Ends all workers: what is in flight gets `graceMs` milliseconds to be stored, the rest is aborted. */
  close(graceMs: number): Promise<void>;
}
