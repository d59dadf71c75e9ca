import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { poolOf } from '../../../src/persistence/database/data-source';
import { StepStore } from '../../../src/persistence/ledger/steps/step-store';
import { ACTOR, someDraft } from '../../support/harness';
import { stepOf } from '../../support/steps';
import {
  bars,
  core,
  database,
  events,
  HOUR,
  job,
  lease,
  ledger,
  page,
  window,
  seriesIds,
  setUpLedger,
} from './ledger-stage';

setUpLedger();

test('a step moves its symbol, its counters and the history together', async () => {
  await ledger.store(lease, job, [page(0, 1, 'MORE'), page(1, 1, 'LAST')]);
  expect(await core.jobs.find(job.id)).toMatchObject({ version: 2, progress: { succeeded: 1, rows: 6 } });
  expect(await events()).toEqual(['CREATED', 'STARTED', 'SYMBOLS_DONE']);
  expect(await ledger.pendingSymbols(job, { from: 0, to: 3 })).toMatchObject([
    { symbol: 'S0', cursor: window.from + 3 * HOUR, rows: 3 },
    { symbol: 'S2', cursor: null, rows: 0 },
  ]);
});

test('a step is answered with its own result, in whatever order the database returns the steps', async () => {
  const pool = poolOf(database.source);
  // Stands for another plan of the statement, under which the join of its results has another order.
  const reversing = {
    query: async (...args: Parameters<typeof pool.query>) => {
      const result = await (pool.query(...args) as unknown as Promise<{ rows: { steps: unknown[] }[] }>);
      for (const { steps } of result.rows) steps.reverse();
      return result;
    },
  } as unknown as Pool;
  const stored = await new StepStore(reversing).store(lease, job, [
    page(1, 1, 'LAST'),
    page(2, 1, 'MORE'),
    page(0, 1, 'MORE'),
  ]);
  expect(stored!.steps.map(({ position, state }) => [position, state])).toEqual([
    [1, 'SUCCEEDED'],
    [2, 'PENDING'],
    [0, 'PENDING'],
  ]);
});

test('a step that was stored already, its commit lost on the way, is not stored or counted twice', async () => {
  const steps = [page(0, 1, 'MORE'), page(1, 1, 'LAST')];
  for (let n = 0; n < 3; n++) await ledger.store(lease, job, steps);
  expect(await core.jobs.find(job.id)).toMatchObject({ progress: { succeeded: 1, rows: 6 } });
  expect(await events()).toEqual(['CREATED', 'STARTED', 'SYMBOLS_DONE']);
});

test('of a group that was stored in part, only the rest is counted', async () => {
  await ledger.store(lease, job, [page(0, 1, 'LAST')]);
  await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST')]);
  expect(await core.jobs.find(job.id)).toMatchObject({ progress: { succeeded: 2, rows: 6 } });
});

test('a symbol with an outcome takes no further step, whatever its number', async () => {
  await ledger.store(lease, job, [stepOf(0, seriesIds[0]!)]);
  for (const step of [page(0, 1, 'LAST'), page(0, 2, 'LAST')]) await ledger.store(lease, job, [step]);
  expect(await core.jobs.find(job.id)).toMatchObject({ progress: { empty: 1, succeeded: 0, rows: 0 } });
  expect(await bars()).toBe(0);
});

test('bars are upserted: of two jobs that store the same bar, the later decides', async () => {
  await ledger.store(lease, job, [page(0, 1, 'MORE')]);
  const revised = page(0, 2, 'LAST');
  await ledger.store(lease, job, [
    { ...revised, bars: page(0, 1, 'LAST').bars.map((bar) => ({ ...bar, close: '7.10' })) },
  ]);
  const stored = await core.reader.bars({ ...someDraft(1), symbol: 'S0', from: null, to: null }, null, 10);
  expect(stored.map(({ close }) => close)).toEqual(['7.10', '7.10', '7.10']);
});

test('two jobs that store the same bars in opposite order do not deadlock', async () => {
  const { id } = await core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(3), ACTOR));
  const other = (await ledger.takeLease({ jobId: id, shard: 0 })).lease!;
  for (let n = 0; n < 10; n++) {
    const same = { bars: page(0, 1, 'LAST').bars.map((bar) => ({ ...bar, close: `${n}.5` })) };
    const [first, second] = [0, 1].map((position) => ({ ...page(position, n + 1, 'MORE'), ...same }));
    await Promise.all([ledger.store(lease, job, [first!, second!]), ledger.store(other, job, [second!, first!])]);
  }
  expect(await bars()).toBe(6);
});
