import type { ICollectionJobRepository, JobDraft } from '../application/ports/collection-job-repository';
import type { Logger } from '../application/ports/logger';
import type { JobFeed } from '../application/control/job-feed';
import type { SourceThrottle } from '../application/source-access/source-throttle';
import type { IWorkerManager } from '../application/worker/worker-manager';
import type { WorkerPool } from '../application/worker/worker-pool';
import type { LimiterOf } from '../cluster/rate-limiters';
import type { JobUpdate } from '../domain/job-update';

/**
 * What differs between workers in a single process (local-workers.ts) and on the nodes of a cluster
 * (clustered-workers.ts).
 */
export interface WorkerHost {
  /** Counts requests to a source across all processes that shard its budget. */
  readonly limiterOf: LimiterOf;
  /** Returns the number of workers among which a job is divided. */
  shardsOf(draft: JobDraft): number;
  /** See JobFeedDeps. */
  admits(update: JobUpdate): boolean;
  /** Forwards an update that this process has committed to other processes. */
  relay(update: JobUpdate, wasAdmitted: boolean): void;
  /** A job, null: every job, has its first listener in this process. */
  watched(jobId: string | null): void;
  /** Informs other processes that a source asks for a rest of `ms` milliseconds. */
  tellToHold(source: string, ms: number): void;
  /** Whether a command committed by another process would be known here. */
  hears(): boolean;
  /** Must be called exactly once, before jobs are commanded or run. */
  attach(deps: HostedDeps): HostedWorkers;
}

/** The parts of this process that both kinds of host work with. */
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
  /** Takes up outstanding work. Must be called before the service accepts commands. @throws StartupError */
  open(): Promise<void>;
  /** Stops all work on jobs, at once and for good. */
  retire(): Promise<void>;
  /** Ends all workers. Symbols in flight have `graceMs` milliseconds to be stored; the rest is aborted. */
  close(graceMs: number): Promise<void>;
}
