import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Lease, SymbolStep } from '../../src/application/ports/collection-ledger';
import { INTERVAL_MS } from '../../src/domain/bar';
import type { CollectionJob } from '../../src/domain/collection-job';
import { createCore, type Core } from '../../src/core';
import { poolOf } from '../../src/persistence/database/data-source';
import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { StepStore } from '../../src/persistence/ledger/steps/step-store';
import { CollectionJobRepository } from '../../src/persistence/jobs/job-repository';
import { committed } from '../support/committed';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';
import { someBars } from '../support/held-source';
import { ACTOR, QUICK_RETRY, someDraft } from '../support/harness';
import { stepOf } from '../support/steps';

let database: TestDatabase;
let ledger: PostgresLedger;
let core: Core;
let job: CollectionJob;
let lease: Lease;
let seriesIds: number[];

const HOUR = INTERVAL_MS.ONE_HOUR;

/** Starts a job under a lease of the test, without workers. */
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

const window = { interval: 'ONE_HOUR', from: Date.UTC(2024, 0), to: Date.UTC(2024, 1) } as const;

/** Returns the n-th page of a symbol, from 1, of three bars. The last one answers the rest of the window. */
function page(position: number, number: number, pages: 'LAST' | 'MORE'): SymbolStep {
  const from = window.from + (number - 1) * 3 * HOUR;
  const to = pages === 'LAST' ? window.to : from + 3 * HOUR;
  const bars = someBars({ request: { ...window, from } }, 3, (number - 1) * 3);
  const ending = pages === 'LAST' ? ({ kind: 'COLLECTED' } as const) : null;
  return stepOf(position, seriesIds[position]!, { number, bars, covered: { from, to }, cursorAfter: to, ending });
}

const events = async () => (await core.reader.events(job.id, 0, 100)).map(({ type }) => type);
const bars = async () => (await database.source.query<[{ n: number }]>('SELECT count(*)::integer AS n FROM bar'))[0].n;
const command = (action: 'pause' | 'resume' | 'cancel') => core[action].execute(job.id, ACTOR);

/** Creates a job with two shards. */
async function dividedJob(): Promise<string> {
  const divided = new CollectionJobRepository(database.source, () => 2);
  return (await divided.transaction((tx) => tx.create(randomUUID(), someDraft(3), ACTOR))).id;
}

test('a lease that is waited for and not wanted any more is taken from nobody', async () => {
  const other = new PostgresLedger(database.source, 'another node');
  const before = await events();
  const runner = database.source.createQueryRunner();
  await runner.startTransaction();
  await runner.query('SELECT FROM job_lease WHERE job_id = $1 FOR UPDATE', [job.id]);
  const stop = new AbortController();
  const taking = other.takeLease(lease, stop.signal).catch((error: Error) => error);
  await eventually(async () => {
    const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    return (await database.source.query<unknown[]>(waiting)).length > 0;
  });
  stop.abort(new Error('stopped'));
  await runner.rollbackTransaction();
  await runner.release();
  expect(await taking).toBeInstanceOf(Error);
  expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toMatchObject({ job: { progress: { succeeded: 1 } } });
  expect((await events()).slice(before.length)).toEqual(['SYMBOLS_DONE']);
});

test('one that was free and is not wanted any more is given back', async () => {
  await ledger.release(lease);
  const stop = new AbortController();
  const taking = new PostgresLedger(database.source, 'another node').takeLease(lease, stop.signal);
  stop.abort(new Error('stopped'));
  await taking;
  const [{ holder }] = await database.source.query<[{ holder: string | null }]>('SELECT holder FROM job_lease');
  expect(holder).toBeNull();
});

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
  const stored = await new StepStore(reversing).store(lease, [
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

describe('an older run', () => {
  test('stores nothing and says nothing once a later one has the lease', async () => {
    await ledger.takeLease(lease);
    for (const attempt of [
      ledger.store(lease, job, [page(0, 1, 'LAST')]),
      ledger.recordDrained(lease),
      ledger.complete(lease).then((completed) => completed.job),
      ledger.fail(lease, { code: 'INTERNAL', message: 'x', silentMs: null }).then((failed) => failed.job),
    ]) {
      expect(await attempt).toBe('LEASE_LOST');
    }
    expect(await bars()).toBe(0);
    expect(await events()).toEqual(['CREATED', 'STARTED']);
  });

  test('gives back its own lease, not that of the later one', async () => {
    const later = (await ledger.takeLease(lease)).lease!;
    await ledger.release(lease);
    expect(await committed(core, job.id, 'PAUSE', ACTOR)).toMatchObject({ drained: false });
    expect(await ledger.store(later, job, [page(0, 1, 'LAST')])).toMatchObject({ job: { progress: { succeeded: 1 } } });
  });

  test('claims no symbols', async () => {
    const shard = { jobId: await dividedJob(), shard: 0 };
    const [older, later] = [await ledger.takeLease(shard), await ledger.takeLease(shard)];
    expect(await ledger.claim(older.lease!, older.job!)).toBeNull();
    expect(await ledger.claim(later.lease!, later.job!)).toMatchObject({ from: 0 });
  });
});

describe('a lease', () => {
  const other = () => new PostgresLedger(database.source, 'another node');
  const sql = (query: string) => database.source.query<unknown[]>(query);
  const session = (expires: string) =>
    sql(`INSERT INTO cluster_node (id, role, shards, protocol, expires_at)
         VALUES ('tester', 'all', 1, 1, clock_timestamp() ${expires} interval '1 min')
         ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at`);

  test.each(['RUNNING', 'PAUSED'])('of a %s job is left to a node whose session is valid', async (state) => {
    await session('+');
    if (state === 'PAUSED') await command('pause');
    const before = await events();
    expect(await other().takeLease(lease)).toMatchObject({ lease: null, heldBy: 'tester' });
    expect(await events()).toEqual(before);
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toMatchObject({ job: { progress: { succeeded: 1 } } });
  });

  test('is taken from one whose session has expired, and the history says from whom', async () => {
    await session('-');
    expect((await other().takeLease(lease)).lease).not.toBeNull();
    const [recovered] = await core.reader.events(job.id, 2, 10);
    expect(recovered).toMatchObject({ type: 'RECOVERED', reason: 'shard 0 was held by tester' });
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toBe('LEASE_LOST');
  });

  test('ends with the server that granted it: what was stored or claimed since may be lost', async () => {
    await session('+');
    await sql(`UPDATE job_lease SET server_started_at = pg_postmaster_start_time() - interval '1 s'`);
    expect(await ledger.store(lease, job, [page(0, 1, 'LAST')])).toBe('LEASE_LOST');
    expect((await ledger.complete(lease)).job).toBe('LEASE_LOST');
    expect(await ledger.recordDrained(lease)).toBe('LEASE_LOST');
    const next = (await ledger.takeLease(lease)).lease!;
    expect(await ledger.store(next, job, [page(0, 1, 'LAST')])).toMatchObject({ job: { progress: { succeeded: 1 } } });
    expect(await events()).not.toContain('RECOVERED');
  });
});

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

test('a transition compares the version, not only the state: RUNNING again is not RUNNING still', async () => {
  await committed(core, job.id, 'PAUSE', ACTOR);
  await committed(core, job.id, 'RESUME', ACTOR);
  const stale = await core.jobs.transaction((tx) => tx.transition(job, 'PAUSED', ACTOR));
  expect(stale).toBeNull();
  expect(await core.jobs.find(job.id)).toMatchObject({ state: 'RUNNING', version: 4 });
});

test('a transition that the lifecycle does not have is refused by the code, whatever it is asked for', async () => {
  const backwards = core.jobs.transaction((tx) => tx.transition(job, 'PENDING', ACTOR));
  await expect(backwards).rejects.toThrow('no transition from RUNNING to PENDING');
});

test('a job is completed only when every symbol has its outcome', async () => {
  await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST')]);
  await expect(ledger.complete(lease)).rejects.toThrow('ran out of symbols');
  await ledger.store(lease, job, [page(2, 1, 'LAST')]);
  expect(await ledger.complete(lease)).toMatchObject({ job: { state: 'COMPLETED' } });
});

test('a completion whose answer got lost can be asked for again, though it has revoked the lease', async () => {
  await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST'), page(2, 1, 'LAST')]);
  for (const hasEnded of [true, false])
    expect(await ledger.complete(lease)).toMatchObject({ job: { state: 'COMPLETED', version: 3 }, hasEnded });
  expect((await events()).filter((type) => type === 'COMPLETED')).toHaveLength(1);
});

describe('a failure of the job', () => {
  test('that is the silence of the source counts unless another shard got something meanwhile', async () => {
    const id = await dividedJob();
    const [ours, theirs] = [await leaseOf(id, 0), await leaseOf(id, 1)];
    const claimed = await ledger.claim(theirs.lease!, theirs.job!);
    await ledger.store(theirs.lease!, theirs.job!, [page(claimed!.from, 1, 'LAST')]);
    // A fraction of a millisecond, as measured by performance.now().
    const silence = { code: 'SOURCE_DOWN', message: '502', silentMs: 0.25 } as const;
    expect((await ledger.fail(ours.lease!, silence)).job).toMatchObject({ state: 'RUNNING' });
    await database.source.query(`UPDATE job_symbol SET finished_at = finished_at - interval '1 h'`);
    expect((await ledger.fail(ours.lease!, silence)).job).toMatchObject({
      state: 'FAILED',
      reason: 'SOURCE_DOWN: 502',
    });
  });
  const leaseOf = (jobId: string, shard: number) => ledger.takeLease({ jobId, shard });
  const away = { code: 'AUTH', message: 'who are you', silentMs: null } as const;

  test('fails it while a symbol has no outcome', async () => {
    await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST')]);
    expect((await ledger.fail(lease, away)).job).toMatchObject({ state: 'FAILED', reason: 'AUTH: who are you' });
  });

  test('that comes after the last outcome completes it, once, however often it is said', async () => {
    await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST'), page(2, 1, 'LAST')]);
    for (const hasEnded of [true, false]) {
      const job = { state: 'COMPLETED', version: 3, reason: null };
      expect(await ledger.fail(lease, away)).toMatchObject({ job, hasEnded });
    }
    expect((await events()).filter((type) => ['COMPLETED', 'FAILED'].includes(type))).toEqual(['COMPLETED']);
  });

  test('changes nothing while it is PAUSED, though nothing is left', async () => {
    await ledger.store(lease, job, [page(0, 1, 'LAST'), page(1, 1, 'LAST'), page(2, 1, 'LAST')]);
    await command('pause');
    expect((await ledger.fail(lease, away)).job).toMatchObject({ state: 'PAUSED', version: 3 });
  });
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
