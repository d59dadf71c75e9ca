import { randomUUID } from 'node:crypto';
import type { CollectionLedger, Lease } from '../../src/application/ports/collection-ledger';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import type { CollectionJob } from '../../src/domain/collection-job';
import { eventually } from '../support/eventually';
import { ACTOR, ENGINES, Harness, someDraft } from '../support/harness';
import { HeldSource } from '../support/held-source';
import { poolOn } from '../support/worker-pool';

/** A run that ends with an unexpected error: the job is taken up again for as long as it needs a run. */
describe.each(ENGINES)('workers: %s', (engine) => {
  let harness: Harness;
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  /** Makes the database reject certain updates, and counts the attempts. */
  async function forbid(table: string, when: string): Promise<void> {
    await harness.database.source.query(`
      CREATE SEQUENCE tries;
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN PERFORM nextval('tries'); RAISE 'nobody thought of this'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON ${table} FOR EACH ROW WHEN (${when}) EXECUTE FUNCTION refuse()`);
  }
  const forbidCompletion = () => forbid('collection_job', `new.state = 'COMPLETED'`);
  const forbidLeases = () => forbid('job_lease', 'new.holder IS NOT NULL AND new.run_id IS DISTINCT FROM old.run_id');
  const forbidDrains = () => forbid('job_lease', 'new.drained AND NOT old.drained');

  async function allow(): Promise<void> {
    await harness.database.source.query('DROP FUNCTION refuse CASCADE');
  }

  async function tries(): Promise<number> {
    const query = 'SELECT CASE WHEN is_called THEN last_value ELSE 0 END::integer AS n FROM tries';
    return (await harness.database.source.query<[{ n: number }]>(query))[0].n;
  }

  async function triesDuringRoundTrips(): Promise<number> {
    const before = await tries();
    for (let n = 0; n < 200; n++) await harness.database.source.query('SELECT');
    return (await tries()) - before;
  }

  const failed = () => eventually(() => failuresLogged() > 0);
  const failuresLogged = () => harness.logged.filter((line) => line.includes('nobody thought of this')).length;

  test.each([
    ['its last word', forbidCompletion],
    ['its first', forbidLeases],
  ])('of which the database refuses %s goes on once that is mended', async (_, forbidIt) => {
    await forbidIt();
    harness.source.answerAll();
    const { id } = await harness.start(4);
    await failed();
    await allow();
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 4 } });
    expect(harness.source.calls).toHaveLength(4);
  });

  test('waits longer each time, and logs each failure', async () => {
    await forbidCompletion();
    harness.source.answerAll();
    const { id } = await harness.start(1);
    await failed();
    // Without a wait, it would retry every one or two round trips. Twelve retries with waits take minutes.
    expect(await triesDuringRoundTrips()).toBeLessThan(12);
    await eventually(async () => expect(failuresLogged()).toBe(await tries()));
    await allow();
    await harness.becomes(id, 'COMPLETED');
  });

  test('a pause drains while it waits, and ends it; a resume takes the job up again', async () => {
    await forbidCompletion();
    harness.source.answerAll();
    const { id } = await harness.start(2);
    await failed();
    await harness.core.pause.execute(id, ACTOR);
    await harness.drained(id);
    expect(await triesDuringRoundTrips()).toBe(0);
    await allow();
    expect(await harness.core.resume.execute(id, ACTOR)).toMatchObject({ state: 'COMPLETED' });
    expect((await harness.history(id)).filter((type) => type !== 'RECOVERED')).toEqual([
      'CREATED',
      'STARTED',
      'PAUSED',
      'DRAINED',
      'RESUMED',
      'COMPLETED',
    ]);
  });

  test('a drain that the database refuses is recorded once it does not', async () => {
    const { id } = await harness.start(3, { concurrency: 1 });
    const call = await harness.source.called('S0');
    await forbidDrains();
    await harness.core.pause.execute(id, ACTOR);
    call.answer();
    await failed();
    await allow();
    expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
    harness.source.answerAll();
    await harness.core.resume.execute(id, ACTOR);
    await harness.becomes(id, 'COMPLETED');
  });

  test('a cancel ends the waiting', async () => {
    await forbidCompletion();
    harness.source.answerAll();
    const { id } = await harness.start(2);
    await failed();
    await harness.core.cancel.execute(id, ACTOR);
    await harness.becomes(id, 'CANCELLED');
    await eventually(async () => (await triesDuringRoundTrips()) === 0);
  });

  test('the end of the service ends it, and the next one takes the job up', async () => {
    await forbidCompletion();
    harness.source.answerAll();
    const { id } = await harness.start(2);
    await failed();
    await harness.end();
    expect(await triesDuringRoundTrips()).toBe(0);
    await allow();
    await harness.restart();
    await harness.takeUp();
    await harness.becomes(id, 'COMPLETED');
  });
});

describe('the wait of a worker whose lease fails', () => {
  let pool: WorkerPool;
  let asked: number;
  const shard = { jobId: 'a job', shard: 0 };
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
    asked = 0;
    const takeLease = () => Promise.reject(new Error(`nobody thought of this, ${++asked}`));
    pool = poolOn(null, [], { ledger: { takeLease } as unknown as CollectionLedger });
  });
  afterEach(() => void jest.useRealTimers());

  /** Advances the clock by `ms`. @returns the times at which the ledger was called, in milliseconds */
  async function askedWithin(ms: number): Promise<number[]> {
    const times: number[] = [];
    for (let passed = 0; passed < ms; passed += 250) {
      const before = asked;
      await jest.advanceTimersByTimeAsync(passed === 0 ? 0 : 250);
      if (asked > before) times.push(passed);
    }
    return times;
  }

  test('grows to half a minute', async () => {
    void pool.launch(shard);
    expect(await askedWithin(130_000)).toEqual([
      0, 250, 750, 1_750, 3_750, 7_750, 15_750, 31_750, 61_750, 91_750, 121_750,
    ]);
    await pool.close(0);
  });

  test('keeps nobody waiting who started it', async () => {
    await pool.launch(shard)!.started;
    expect(asked).toBe(1);
    await pool.close(0);
  });

  test.each([
    ['a stop', () => pool.find(shard)!.stop()],
    ['the end of the job', () => pool.obey(shard.jobId, { version: 3, state: 'CANCELLED' })],
    ['the handing on of its run', () => pool.find(shard)!.windDown()],
    ['the end of the service', () => void pool.close(60_000)],
  ])('is ended at once by %s, though no time passes', async (_, end) => {
    const worker = pool.launch(shard)!;
    await worker.started;
    end();
    await worker.ended;
    expect([asked, pool.size]).toEqual([1, 0]);
  });

  test('does not begin when the run was handed on before it failed; its lease is given back', async () => {
    const lease: Lease = { ...shard, runId: randomUUID(), claims: [] };
    const job = {
      ...someDraft(1),
      id: shard.jobId,
      shards: 1,
      state: 'RUNNING',
      version: 2,
    } as unknown as CollectionJob;
    let fail: (error: Error) => void = () => undefined;
    const complete = jest.fn(() => new Promise<never>((_, reject) => (fail = reject)));
    const release = jest.fn(async () => undefined);
    const ledger = {
      takeLease: async () => ({ job, lease, heldBy: null }),
      complete,
      release,
    } as unknown as CollectionLedger;
    pool = poolOn(null, [new HeldSource()], { ledger });
    const worker = pool.launch(shard)!;
    await worker.started;
    await jest.advanceTimersByTimeAsync(0);
    expect(complete).toHaveBeenCalledTimes(1);
    worker.windDown();
    fail(new Error('nobody thought of this'));
    await worker.ended;
    expect(complete).toHaveBeenCalledTimes(1);
    expect(release).toHaveBeenCalledWith(lease);
  });

  test('follows each lease that is lost, after the first', async () => {
    const lease: Lease = { ...shard, runId: randomUUID(), claims: [] };
    const running = { ...someDraft(1), id: shard.jobId, shards: 1, state: 'RUNNING', version: 2 };
    const ledger = {
      takeLease: async () => {
        asked++;
        // As a database does: a worker that asks without a wait must not stop the test.
        await new Promise(setImmediate);
        return { job: running as unknown as CollectionJob, lease, heldBy: null };
      },
      complete: async () => ({ job: 'LEASE_LOST', isFinished: true }),
      release: async () => undefined,
    } as unknown as CollectionLedger;
    pool = poolOn(null, [new HeldSource()], { ledger });
    void pool.launch(shard);
    for (let turn = 0; turn < 500; turn++) await new Promise(setImmediate);
    const before = asked;
    await jest.advanceTimersByTimeAsync(250);
    const after = asked;
    await pool.close(0);
    expect([before, after]).toEqual([2, 3]);
  });

  test('is ended by each command, once', async () => {
    const worker = pool.launch(shard)!;
    await worker.started;
    for (const version of [3, 4, 5]) {
      const state = version % 2 ? 'PAUSED' : 'RUNNING';
      for (let n = 0; n < 5; n++) pool.obey(shard.jobId, { version, state });
      await jest.advanceTimersByTimeAsync(0);
      expect(asked).toBe(version - 1);
    }
    worker.stop();
    await worker.ended;
  });
});
