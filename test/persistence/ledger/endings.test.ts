import { committed } from '../../support/committed';
import { ACTOR } from '../../support/harness';
import { command, core, database, dividedJob, events, job, lease, ledger, page, setUpLedger } from './ledger-stage';

setUpLedger();

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
