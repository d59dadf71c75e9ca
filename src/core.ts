import type { DataSource as Database } from 'typeorm';
import type { DataSource } from './application/ports/data-source';
import type { Logger } from './application/ports/logger';
import { UNWATCHED, type Telemetry } from './application/ports/telemetry';
import { JobControl } from './application/services/job-control';
import { FairLimit } from './application/services/fair-limit';
import { JobFeed } from './application/services/job-feed';
import type { RetryPolicy } from './application/services/retry-policy';
import { SourceThrottle } from './application/services/source-throttle';
import { WorkerAlignment } from './application/services/worker-alignment';
import { WorkerManager } from './application/services/worker-manager';
import { CancelCollectionUseCase } from './application/use-cases/cancel-collection';
import { PauseCollectionUseCase } from './application/use-cases/pause-collection';
import { RecoverCollectionsUseCase } from './application/use-cases/recover-collections';
import { ResumeCollectionUseCase } from './application/use-cases/resume-collection';
import { RetryFailedUseCase } from './application/use-cases/retry-failed';
import { StartCollectionUseCase } from './application/use-cases/start-collection';
import { PostgresLedger } from './persistence/collection-ledger';
import { PostgresJobReader } from './persistence/job-reader';
import { CollectionJobRepository } from './persistence/job-repository';

export interface CoreParts {
  readonly database: Database;
  readonly sources: ReadonlyMap<string, DataSource>;
  readonly retry: RetryPolicy;
  /** Symbols that sources are asked about at once, by all jobs together. */
  readonly maxInFlight: number;
  readonly telemetry?: Telemetry;
  readonly log: Logger;
}

/** With as many at the disk at once, a commit is shared by those that wait; see RunParts. */
const STORES_AT_ONCE = 4;

/** Everything between the API and its adapters: use cases, workers, and what they work with. */
export type Core = ReturnType<typeof createCore>;

export function createCore({ database, sources, retry, maxInFlight, log, telemetry = UNWATCHED }: CoreParts) {
  const feed = new JobFeed();
  const jobs = new CollectionJobRepository(database);
  const throttles = new Map(
    [...sources].map(([name, source]) => [name, new SourceThrottle(source.requestsPerMinute)] as const),
  );
  const workers = new WorkerManager({
    ledger: new PostgresLedger(database),
    retry,
    flightLimit: new FairLimit(maxInFlight),
    storeLimit: new FairLimit(STORES_AT_ONCE),
    telemetry,
    log,
    committed: (job, kind) => feed.publish({ job, kind }),
    sourceOf: (name) => {
      const source = sources.get(name);
      return source && { source, throttle: throttles.get(name)! };
    },
  });
  const alignment = new WorkerAlignment(jobs, workers, feed, log);
  const control = new JobControl(jobs, alignment);
  const start = new StartCollectionUseCase(jobs, workers, feed, sources, alignment);
  return {
    jobs,
    feed,
    workers,
    reader: new PostgresJobReader(database),
    alignment,
    control,
    start,
    retryFailed: new RetryFailedUseCase(jobs, start),
    pause: new PauseCollectionUseCase(control, workers, feed),
    resume: new ResumeCollectionUseCase(control, workers, feed),
    cancel: new CancelCollectionUseCase(control, workers, feed),
    recover: new RecoverCollectionsUseCase(jobs, workers, log),
  };
}
