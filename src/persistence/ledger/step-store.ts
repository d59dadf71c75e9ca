import type { Pool } from 'pg';
import type { Lease, SymbolStep } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { storeAnyBars, storedValues, storeNewBars } from './store-steps';

/** Stores steps (bars, cursors, outcomes, counters, event) in one statement: one transaction, one round trip. */
export class StepStore {
  /** Leases of runs that have met a bar that was already stored. */
  private readonly recollecting = new WeakSet<Lease>();

  constructor(private readonly pool: Pool) {}

  /**
   * Stores steps. Uses a plain insert until a bar turns out to be stored already, then an upsert for the rest of the
   * run: a plain insert costs half as much.
   * @returns the job after the steps; null when the lease is stale: a later run or the end of the job has revoked it
   */
  async store(lease: Lease, job: CollectionJob, steps: readonly SymbolStep[]): Promise<CollectionJob | null> {
    const values = storedValues(lease, job.source, job.interval, inOrderOfKey(steps));
    if (!this.recollecting.has(lease)) {
      try {
        return only(await storeNewBars(this.pool, values));
      } catch (error) {
        if (!isKnownBar(error)) throw error;
        this.recollecting.add(lease);
      }
    }
    return only(await storeAnyBars(this.pool, values));
  }
}

function only([job]: readonly CollectionJob[]): CollectionJob | null {
  return job ?? null;
}

/** With a fixed order, two jobs that store the same bars wait for each other instead of deadlocking. */
function inOrderOfKey(steps: readonly SymbolStep[]): readonly SymbolStep[] {
  return [...steps].sort((a, b) => (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)));
}

/** For a partitioned table PostgreSQL names the partition, e.g. bar_2024_01 or bar_default. */
function isKnownBar(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && table !== undefined && (table === 'bar' || table.startsWith('bar_'));
}
