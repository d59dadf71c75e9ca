import type { CollectionJob } from '../../../domain/collection-job';
import type { CollectionLedger } from '../../ports/collection-ledger';
import type { DataSource } from '../../ports/data-source';
import type { Logger } from '../../ports/logger';
import type { Telemetry } from '../../ports/telemetry';
import type { ControlSignals } from '../control-signals';
import type { StoreProgress } from '../store-progress';
import type { FairLimit } from '../../../async/fair-limit';
import type { RetryPolicy } from '../../source-access/retry-policy';
import type { ArchiveAccess } from '../../source-access/page-admission';
import type { SourceThrottle } from '../../source-access/source-throttle';

/** Dependencies of a run. */
export interface RunDeps {
  readonly ledger: CollectionLedger;
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  /** Of the source's archive, if it has one. */
  readonly archive?: ArchiveAccess;
  readonly retry: RetryPolicy;
  /**
   * Bounds the concurrent requests to sources across all jobs of this process, so that many jobs do not open thousands
   * of sockets. A lane leaves its place while it waits for a retry, for the budget or for a source that rests.
   */
  readonly flightLimit: FairLimit;
  /**
   * Bounds the concurrent store transactions of all workers. More would not be faster, because a group grows while it
   * waits, but would delay commands.
   */
  readonly storeLimit: FairLimit;
  readonly storeProgress: StoreProgress;
  readonly signals: ControlSignals;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Called after each transaction of the run, with the job as it left it. */
  readonly committed: (job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS') => void;
}
