import { PostgresLedger } from '../../../src/persistence/ledger/collection-ledger';
import { committed } from '../../support/committed';
import { ACTOR } from '../../support/harness';
import { bars, command, core, database, events, job, lease, ledger, page, setUpLedger } from './ledger-stage';

setUpLedger();

describe('a run that somebody took for dead, with a symbol in flight, while its job is paused', () => {
  /** Expects that no run stores anything between DRAINED and RESUMED. */
  async function expectNothingStored(): Promise<void> {
    expect(await core.jobs.find(job.id)).toMatchObject({ state: 'PAUSED', drained: true });
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toBe('LEASE_LOST');
    expect(await ledger.recordDrained(lease)).toBe('LEASE_LOST');
    expect(await bars()).toBe(0);
    expect(await core.jobs.find(job.id)).toMatchObject({ drained: true, progress: { succeeded: 0, rows: 0 } });
    expect(await events()).toEqual(['CREATED', 'STARTED', 'PAUSED', 'DRAINED']);
  }

  test('stores nothing once somebody else has recorded the drain', async () => {
    await command('pause');
    const other = new PostgresLedger(database.source, 'another node');
    expect(await other.takeLease(lease)).toMatchObject({ job: { state: 'PAUSED', drained: true }, lease: null });
    await expectNothingStored();
  });

  test('nor once the same node has, in a later run', async () => {
    await command('pause');
    expect(await ledger.takeLease(lease)).toMatchObject({ job: { drained: true }, lease: null });
    await expectNothingStored();
  });

  test('nor once the next service has at its start', async () => {
    await command('pause');
    await core.jobs.settleInterruptedDrains();
    await expectNothingStored();
  });

  test('nor once it has given its lease back: the pause finds nothing in flight', async () => {
    await ledger.release(lease);
    await command('pause');
    await expectNothingStored();
  });

  test('nor after a resume: the symbol belongs to the next run', async () => {
    await command('pause');
    await new PostgresLedger(database.source, 'another node').takeLease(lease);
    await committed(core, job.id, 'RESUME', ACTOR);
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toBe('LEASE_LOST');
    const next = (await ledger.takeLease(lease)).lease!;
    expect(await ledger.store(next, job, [page(0, 1, 'LAST')])).toMatchObject({
      job: { progress: { succeeded: 1, rows: 3 } },
    });
  });
});

describe('after a cancel', () => {
  test('nothing is stored, by the run that held the lease neither', async () => {
    await command('cancel');
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toBe('LEASE_LOST');
    expect(await ledger.recordDrained(lease)).toBe('LEASE_LOST');
    expect(await ledger.takeLease(lease)).toMatchObject({ job: { state: 'CANCELLED' }, lease: null });
    expect(await bars()).toBe(0);
  });
});

describe('a drain', () => {
  test('goes on storing, and its end is recorded once', async () => {
    await command('pause');
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toMatchObject({
      job: { state: 'PAUSED', drained: false },
    });
    for (let n = 0; n < 2; n++) expect(await ledger.recordDrained(lease)).toMatchObject({ drained: true });
    expect(await events()).toEqual(['CREATED', 'STARTED', 'PAUSED', 'SYMBOLS_DONE', 'DRAINED']);
  });

  test('that the run itself has ended leaves it its lease: it may ask again, and nobody is fenced off', async () => {
    const runId = async () =>
      (await database.source.query<[{ id: string }]>('SELECT run_id AS id FROM job_lease'))[0].id;
    await command('pause');
    const before = await runId();
    await ledger.recordDrained(lease);
    // Another node asks for a lease that has drained already.
    await new PostgresLedger(database.source, 'another node').takeLease(lease);
    expect(await runId()).toBe(before);
    expect(await ledger.recordDrained(lease)).toMatchObject({ drained: true });
  });

  test('whose end was recorded, but the answer lost, before a resume: the run goes on, and the next pause waits for it', async () => {
    await command('pause');
    await ledger.recordDrained(lease);
    await committed(core, job.id, 'RESUME', ACTOR);
    expect(await ledger.recordDrained(lease)).toMatchObject({ state: 'RUNNING' });
    expect(await committed(core, job.id, 'PAUSE', ACTOR)).toMatchObject({ drained: false });
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toMatchObject({ job: { progress: { succeeded: 1 } } });
    expect(await ledger.recordDrained(lease)).toMatchObject({ drained: true });
  });

  test('is withdrawn by a resume: there is nothing to record', async () => {
    await command('pause');
    await database.source.query(`UPDATE job_lease SET drained = false`);
    await committed(core, job.id, 'RESUME', ACTOR);
    expect(await ledger.recordDrained(lease)).toMatchObject({ state: 'RUNNING' });
    expect(await events()).not.toContain('DRAINED');
  });

  test('takes no active time, so what it finishes does not count for the rate', async () => {
    await ledger.store(lease, job, [page(0, 1, 'LAST')]);
    const paused = await committed(core, job.id, 'PAUSE', ACTOR);
    expect(paused.progress.symbolsPerSecond).toBeGreaterThan(0);
    const drained = await ledger.store(lease, job, [page(1, 1, 'LAST')]);
    const { activeMs, symbolsPerSecond } = paused.progress;
    expect(drained).toMatchObject({ job: { progress: { succeeded: 2, activeMs, symbolsPerSecond } } });
    expect(await core.jobs.find(job.id)).toMatchObject({ progress: { activeMs, symbolsPerSecond } });
  });

  test('begins anew with each pause', async () => {
    await command('pause');
    await ledger.recordDrained(lease);
    await committed(core, job.id, 'RESUME', ACTOR);
    const next = (await ledger.takeLease(lease)).lease!;
    expect(await committed(core, job.id, 'PAUSE', ACTOR)).toMatchObject({ drained: false });
    expect(await ledger.recordDrained(next)).toMatchObject({ drained: true });
    expect((await events()).filter((type) => type === 'DRAINED')).toHaveLength(2);
  });

  test('that nobody is there to end is ended by whoever asks for a lease', async () => {
    await command('pause');
    expect(await ledger.takeLease(lease)).toMatchObject({ job: { state: 'PAUSED', drained: true }, lease: null });
    expect((await events()).at(-1)).toBe('DRAINED');
  });
});
