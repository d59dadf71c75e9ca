import { RecoverCollectionsUseCase } from '../application/use-cases/recover-collections';
import { WorkerManager } from '../application/worker/worker-manager';
import { memoryLimiters } from '../cluster/rate-limiters';
import type { HostedDeps, HostedWorkers, WorkerHost } from './worker-host';

/** Creates the host for workers that are all in this process. No other process uses the database. */
export function localWorkers(): WorkerHost {
  return {
    limiterOf: memoryLimiters,
    shardsOf: () => 1,
    admits: () => true,
    relay: () => undefined,
    watched: () => undefined,
    tellToHold: () => undefined,
    hears: () => true,
    attach,
  };
}

function attach({ pool, jobs, log }: HostedDeps): HostedWorkers {
  const workers = new WorkerManager(pool);
  const recover = new RecoverCollectionsUseCase(jobs, workers, log);
  return {
    workers,
    open: () => recover.execute(),
    retire: async () => pool.retire(),
    close: (graceMs) => pool.close(graceMs),
  };
}
