import { PostgresLedger } from '../../../src/persistence/ledger/collection-ledger';
import { committed } from '../../support/committed';
import { eventually } from '../../support/eventually';
import { ACTOR } from '../../support/harness';
import {
  bars,
  command,
  core,
  database,
  dividedJob,
  events,
  job,
  lease,
  ledger,
  page,
  setUpLedger,
} from './ledger-stage';

setUpLedger();

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
