import { randomUUID } from 'node:crypto';
import type { Lease, SymbolStep } from '../../../src/application/ports/collection-ledger';
import { createCore, type Core } from '../../../src/core';
import { INTERVAL_MS } from '../../../src/domain/bar';
import type { CollectionJob } from '../../../src/domain/collection-job';
import { CollectionJobRepository } from '../../../src/persistence/jobs/job-repository';
import { PostgresLedger } from '../../../src/persistence/ledger/collection-ledger';
import { createTestDatabase, type TestDatabase } from '../../support/database';
import { ACTOR, QUICK_RETRY, someDraft } from '../../support/harness';
import { someBars } from '../../support/held-source';
import { stepOf } from '../../support/steps';

/* What each test of the ledger begins with: a job of three symbols under a lease of the test, without workers. */
export let database: TestDatabase;
export let ledger: PostgresLedger;
export let core: Core;
export let job: CollectionJob;
export let lease: Lease;
export let seriesIds: number[];

export const HOUR = INTERVAL_MS.ONE_HOUR;
export const window = { interval: 'ONE_HOUR', from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) } as const;

/** Makes all of it anew for each test of a file. */
export function setUpLedger(): void {
  beforeEach(async () => {
    database = await createTestDatabase();
    ledger = new PostgresLedger(database.source, 'tester');
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const parts = { sources: new Map(), retry: QUICK_RETRY, maxInFlight: 1, cluster: null, log };
    core = await createCore({ databases: await database.open(), ...parts });
    const { id } = await core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(3), ACTOR));
    const taken = await ledger.takeLease({ jobId: id, shard: 0 });
    [job, lease] = [taken.job!, taken.lease!];
    seriesIds = (await ledger.pendingSymbols(job, { from: 0, to: 3 })).map(({ seriesId }) => seriesId);
  });
  afterEach(() => database.drop());
}

/** Returns the n-th page of a symbol, from 1, of three bars. The last one answers the rest of the window. */
export function page(position: number, number: number, pages: 'LAST' | 'MORE'): SymbolStep {
  const from = window.from + (number - 1) * 3 * HOUR;
  const to = pages === 'LAST' ? window.to : from + 3 * HOUR;
  const bars = someBars({ request: { ...window, from } }, 3, (number - 1) * 3);
  const ending = pages === 'LAST' ? ({ kind: 'COLLECTED' } as const) : null;
  return stepOf(position, seriesIds[position]!, { number, bars, covered: { from, to }, cursorAfter: to, ending });
}

export const events = async () => (await core.reader.events(job.id, 0, 100)).map(({ type }) => type);
export const bars = async () =>
  (await database.source.query<[{ n: number }]>('SELECT count(*)::integer AS n FROM bar'))[0].n;
export const command = (action: 'pause' | 'resume' | 'cancel') => core[action].execute(job.id, ACTOR);

/** Creates a job with two shards. */
export async function dividedJob(): Promise<string> {
  const divided = new CollectionJobRepository(database.source, () => 2);
  return (await divided.transaction((tx) => tx.create(randomUUID(), someDraft(3), ACTOR))).id;
}
