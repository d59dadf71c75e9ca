import type { PageRequest } from '../../src/application/ports/data-source';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, type HarnessOptions } from '../support/harness';
import { LEFT_JOBS, storeLeftJobs } from './left-jobs';

let database: TestDatabase;
beforeEach(async () => void (database = await createTestDatabase()));
afterEach(() => database.drop());

/** Starts a service on the database as it is. */
async function serviceOn(left: TestDatabase, options: HarnessOptions = {}): Promise<Harness> {
  const harness = await Harness.open({ ...options, open: () => left.open() });
  await harness.takeUp();
  return harness;
}

test('a service goes on with what a killed one left behind: pages, counters, histories, drains', async () => {
  await storeLeftJobs(database.source);
  const harness = await serviceOn(database);
  try {
    const { source } = harness;
    // Two lanes of the RUNNING job, at its stored page and at the next symbol, and two of the formerly PENDING job.
    await eventually(() => expect(source.calls).toHaveLength(4));
    const hour = ({ from }: PageRequest) => new Date(from).getUTCHours();
    expect(source.calls.map(({ symbol, request }) => `${symbol} ${hour(request)}`).sort()).toEqual([
      'S0 0',
      'S1 0',
      'S2 3',
      'S3 0',
    ]);
    expect(await harness.history(LEFT_JOBS.draining)).toEqual(['CREATED', 'DRAINED']);
    expect(await harness.history(LEFT_JOBS.drained)).toEqual(['CREATED']);
    for (const name of ['draining', 'drained'] as const) await harness.core.resume.execute(LEFT_JOBS[name], ACTOR);
    source.onFetch = (call) => call.answer();
    for (const call of source.calls) call.answer();
    const progress = { total: 4, succeeded: 3, failed: 1, rows: 8 + 3 + 3 };
    for (const name of ['running', 'draining', 'drained'] as const) {
      expect(await harness.becomes(LEFT_JOBS[name], 'COMPLETED')).toMatchObject({ progress });
    }
    expect(await harness.becomes(LEFT_JOBS.pending, 'COMPLETED')).toMatchObject({ progress: { succeeded: 4 } });
    for (const id of Object.values(LEFT_JOBS)) {
      const seqs = (await harness.events(id)).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.map((_, index) => index + 1));
    }
  } finally {
    await harness.close();
  }
});
