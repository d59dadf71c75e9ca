import type { DataSource as Database } from 'typeorm';
import type { CollectionLedger } from '../../src/application/ports/collection-ledger';
import type { DataSource } from '../../src/application/ports/data-source';
import { UNWATCHED } from '../../src/application/ports/telemetry';
import type { WorkerDeps } from '../../src/application/worker/leased-run';
import { FairLimit } from '../../src/async/fair-limit';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import { WorkerPool } from '../../src/application/worker/worker-pool';
import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { QUICK_RETRY } from './harness';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Creates a pool of workers with dependencies given by the test. Only the test sends them commands.
 * @param database null if `parts` contains a ledger
 */
export function poolOn(
  database: Database | null,
  sources: readonly DataSource[],
  parts: Partial<WorkerDeps> = {},
): WorkerPool {
  const byName = new Map(sources.map((source) => [source.name, { source, throttle: new SourceThrottle(null) }]));
  return new WorkerPool({
    ledger: parts.ledger ?? new PostgresLedger(database!, 'tester'),
    retry: QUICK_RETRY,
    flightLimit: new FairLimit(1_000),
    storeLimit: new FairLimit(4),
    telemetry: UNWATCHED,
    log: SILENT,
    committed: () => undefined,
    sourceOf: (name) => byName.get(name),
    hears: () => true,
    ...parts,
  });
}

/** A ledger that records the names of the methods called. */
export class CountingLedger {
  readonly asked: string[] = [];
  readonly ledger: CollectionLedger;

  constructor(database: Database) {
    const { asked } = this;
    this.ledger = new Proxy<CollectionLedger>(new PostgresLedger(database, 'tester'), {
      get(target, name: keyof CollectionLedger) {
        const method = target[name].bind(target) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          asked.push(name);
          return method(...args);
        };
      },
    });
  }
}
