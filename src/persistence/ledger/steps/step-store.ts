import type { Pool } from 'pg';
import type { Lease, StepsStored, SymbolStep } from '../../../application/ports/collection-ledger';
import type { CollectionJob } from '../../../domain/collection-job';
import { storedValues } from './step-columns';
import { refreshBars, storeAnyBars, storeNewBars } from './store-steps';

/**
 * Stores steps (bars, proofs, cursors, outcomes, counters, event) in one statement: one transaction, one round trip. The
 * statement locks the series first, in one order: two jobs that store the same bars wait for each other instead of
 * deadlocking.
 */
export class StepStore {
  /** Leases of runs that have met a bar that was already stored. */
  private readonly recollecting = new WeakSet<Lease>();

  constructor(private readonly pool: Pool) {}

  /**
   * Stores steps. Uses a plain insert until a bar turns out to be stored already, then an upsert for the rest of the
   * run: a plain insert costs half as much.
   * @returns null when the lease is stale: a later run or the end of the job has revoked it
   */
  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<StepsStored | null> {
    const values = storedValues(lease, job.interval, steps);
    if (job.mode === 'REFRESH') return inOrderOf(steps, await refreshBars(this.pool, values));
    if (!this.recollecting.has(lease)) {
      try {
        return inOrderOf(steps, await storeNewBars(this.pool, values));
      } catch (error) {
        if (!isKnownBar(error)) throw error;
        this.recollecting.add(lease);
      }
    }
    return inOrderOf(steps, await storeAnyBars(this.pool, values));
  }
}

/** The statement returns the steps in any order, by the plan that it is executed with. */
export function inOrderOf(steps: readonly SymbolStep[], [stored]: readonly StepsStored[]): StepsStored | null {
  if (!stored) return null;
  const byPosition = new Map(stored.steps.map((step) => [step.position, step]));
  return { job: stored.job, steps: steps.map(({ position }) => byPosition.get(position)!) };
}

/** For a partitioned table PostgreSQL names the partition, e.g. bar_2024_01 or bar_default. */
function isKnownBar(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && table !== undefined && (table === 'bar' || table.startsWith('bar_'));
}
