import type { DataSource } from 'typeorm';
import type { Lease, StepsStored, SymbolStep } from '../../../application/ports/collection-ledger';
import type { CollectionJob } from '../../../domain/collection-job';
import { statement } from '../../database/statement';
import { leaseOfRun } from '../lease-sql';
import { storedValues } from './step-columns';
import { inOrderOf } from './step-store';
import { compareBars } from './store-steps';

/**
 * Compares the bars of steps with those stored, in one transaction. The series are locked by a statement of their own:
 * the next one sees what was stored while the lock was waited for, which the same one would not.
 * @returns null when the lease is stale
 */
export function compareSteps(
  database: DataSource,
  lease: Lease,
  job: CollectionJob,
  steps: readonly SymbolStep[],
): Promise<StepsStored | null> {
  const { jobId, shard, runId } = lease;
  const values = storedValues(lease, job.interval, steps);
  return database.transaction(async (manager) => {
    await LOCK(manager, { jobId, shard, runId, seriesIds: steps.map(({ seriesId }) => seriesId) });
    return inOrderOf(steps, await compareBars(manager, values));
  });
}

/** In the order of the statement that stores steps: the lease, then the series by their ids. */
const LOCK = statement(
  'lock_series',
  { jobId: 'uuid', shard: 'integer', runId: 'uuid', seriesIds: 'integer[]' },
  ({ jobId, shard, runId, seriesIds }) => `
    WITH held AS (
      SELECT 1 FROM job_lease lease WHERE ${leaseOfRun(jobId, shard, runId)} FOR NO KEY UPDATE
    )
    SELECT FROM series, held WHERE series.id = ANY (${seriesIds}) ORDER BY series.id FOR NO KEY UPDATE OF series`,
  () => null,
);
