import type { CollectionJob } from '../../../domain/collection-job';
import type { CollectionLedger } from '../../ports/collection-ledger';
import type { DataSource } from '../../ports/data-source';
import type { Logger } from '../../ports/logger';
import type { Telemetry } from '../../ports/telemetry';
import type { ControlSignals } from '../control-signals';
import type { FairLimit } from '../../../async/fair-limit';
import type { RetryPolicy } from '../../source-access/retry-policy';
import type { SourceThrottle } from '../../source-access/source-throttle';

/** What a run works with. */
export interface RunDeps {
  readonly ledger: CollectionLedger;
  readonly source: DataSource;
  readonly throttle: SourceThrottle;
  readonly retry: RetryPolicy;
  /**
   * Requests to sources at once, by all jobs together: so that many jobs do not open thousands of sockets. Who waits, for
   * whatever it is, has no place in it.
   */
  readonly flightLimit: FairLimit;
  /**
   * Transactions of all workers at the disk at once. More of them would gain nothing, as each is larger the longer it
   * waited, but would stand in the way of the commands.
   */
  readonly storeLimit: FairLimit;
  readonly signals: ControlSignals;
  readonly telemetry: Telemetry;
  readonly log: Logger;
  /** Called with the job as each of the run's transactions left it. */
  readonly committed: (job: CollectionJob, kind: 'TRANSITION' | 'PROGRESS') => void;
}
