import type { Pool } from 'pg';
import type { Lease, SymbolStep } from '../../application/ports/collection-ledger';
import type { CollectionJob } from '../../domain/collection-job';
import { storeAnyBars, storedValues, storeNewBars } from './store-steps';

/**
 * Stores steps: bars, cursors and outcomes, counters, event, in one statement and so in one transaction and one round
 * trip.
 */
export class StepStore {
  /** Runs that met a bar which was there already. */
  private readonly recollecting = new WeakSet<Lease>();

  constructor(private readonly pool: Pool) {}

  /**
   * Takes the bars for new until one is not, and from then on for known, for as long as the run lasts: a plain insert
   * costs half of one that is ready for conflicts.
   * @returns the job as the steps left it; null when the lease is not valid any more or the job's state forbids to store
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

/** Two jobs that store the same bars wait for each other instead of deadlocking. */
function inOrderOfKey(steps: readonly SymbolStep[]): readonly SymbolStep[] {
  return [...steps].sort((a, b) => (a.symbol < b.symbol ? -1 : Number(a.symbol > b.symbol)));
}

/** Of a table that is partitioned PostgreSQL names the partition: bar_2024_01, or bar_default. */
function isKnownBar(error: unknown): boolean {
  const { code, table } = error as { code?: string; table?: string };
  return code === '23505' && table !== undefined && (table === 'bar' || table.startsWith('bar_'));
}
