import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '../../src/domain/store-errors';
import { SourceError } from '../../src/domain/source-failure';
import { ACTOR, Harness, QUICK_RETRY, ENGINES, someDraft } from '../support/harness';
import { eventually } from '../support/eventually';

let harness: Harness;

describe.each(ENGINES)('workers: %s', (engine) => {
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  async function budgetIsBlocked(): Promise<boolean> {
    const [budget] = await harness.database.source.query<{ expire: string }[]>('SELECT expire FROM rate_limit');
    return Number(budget?.expire ?? 0) > Date.now() + 10_000;
  }

  async function symbol(id: string, position: number) {
    return (await harness.core.reader.symbols({ jobId: id, states: null, active: [] }, position - 1, 1))[0];
  }

  describe('a failure that may pass', () => {
    // Backoff takes days, so that no test passes by luck.
    const PATIENT = { ...QUICK_RETRY, baseMs: 1e9, capMs: 1e9 };

    test.each(['RATE_LIMITED', 'SOURCE_DOWN', 'TIMEOUT', 'BAD_RESPONSE', 'BANNED'] as const)(
      '%s is tried again, and the attempts are counted',
      async (code) => {
        const { id } = await harness.start(1);
        (await harness.source.called('S0', 1)).fail(new SourceError(code, 'once'));
        (await harness.source.called('S0', 2)).fail(new SourceError(code, 'twice'));
        (await harness.source.called('S0', 3)).answer();
        await harness.becomes(id, 'COMPLETED');
        expect(await symbol(id, 0)).toMatchObject({ state: 'SUCCEEDED', attempts: 3, error: null });
      },
    );

    test('that does not pass fails the symbol with its code, and the job goes on', async () => {
      harness.source.onFetch = (call) =>
        call.symbol === 'S0' ? call.fail(new SourceError('BAD_RESPONSE', 'gibberish')) : call.answer();
      const { id } = await harness.start(3);
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2, failed: 1 } });
      expect(await symbol(id, 0)).toMatchObject({
        state: 'FAILED',
        attempts: QUICK_RETRY.maxAttempts,
        error: { code: 'BAD_RESPONSE', message: 'gibberish' },
      });
    });

    test('Retry-After holds every symbol of the source back, and a pause ends the wait', async () => {
      const { id } = await harness.start(3, { concurrency: 3 });
      const hourAway = new SourceError('RATE_LIMITED', 'slow down', 50_000);
      const calls = [];
      for (const name of ['S0', 'S1', 'S2']) calls.push(await harness.source.called(name));
      for (const call of calls) call.fail(hourAway);
      await harness.core.pause.execute(id, ACTOR);
      // If the pause did not end the waits, this would take 50 seconds.
      await harness.drained(id);
      expect(await harness.symbolStates(id)).toEqual({ S0: 'PENDING', S1: 'PENDING', S2: 'PENDING' });
      expect(await symbol(id, 0)).toMatchObject({ attempts: 0 });
      expect(harness.source.calls).toHaveLength(3);
    });

    test('one 429 holds the next page of another symbol back as well', async () => {
      const { id } = await harness.start(2);
      const [first, second] = [await harness.source.called('S0'), await harness.source.called('S1')];
      first.fail(new SourceError('RATE_LIMITED', 'slow down', 50_000));
      // Another node learns of it a moment later.
      if (engine === 'nodes') await eventually(budgetIsBlocked);
      second.answer(undefined, 'MORE');
      await eventually(async () => (await harness.job(id)).progress.rows === 3);
      await harness.core.pause.execute(id, ACTOR);
      // A request for the page would never be answered, and the job could not drain.
      await harness.drained(id);
      expect(harness.source.symbolsAsked.sort()).toEqual(['S0', 'S1']);
    });

    test('a symbol that a pause took out of its wait is taken up again by the resume, though another still drains', async () => {
      await harness.close();
      harness = await Harness.open({ engine, retry: PATIENT });
      const { id } = await harness.start(2);
      await harness.source.called('S1');
      (await harness.source.called('S0')).fail(new SourceError('SOURCE_DOWN', 'for a long time'));
      await harness.core.pause.execute(id, ACTOR);
      await eventually(async () => (await harness.core.workers.inFlight(id)).length === 1);
      await harness.core.resume.execute(id, ACTOR);
      (await harness.source.called('S0', 2)).answer();
      (await harness.source.called('S1')).answer();
      await harness.becomes(id, 'COMPLETED');
      expect(harness.source.calls).toHaveLength(3);
    });

    test('a cancel ends the wait too', async () => {
      const { id } = await harness.start(1);
      (await harness.source.called('S0')).fail(new SourceError('RATE_LIMITED', 'slow down', 50_000));
      await harness.core.cancel.execute(id, ACTOR);
      await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
    });
  });

  test('an unknown symbol is not tried again', async () => {
    const { id } = await harness.start(1);
    (await harness.source.called('S0')).fail(new SourceError('BAD_SYMBOL', 'never heard of it'));
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { failed: 1 } });
    expect(await symbol(id, 0)).toMatchObject({ attempts: 1, error: { code: 'BAD_SYMBOL' } });
  });

  test('a valid, empty answer is EMPTY', async () => {
    const { id } = await harness.start(1);
    for (const n of [1, 2]) (await harness.source.called('S0', n)).answer([]);
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { empty: 1, rows: 0 } });
    expect(await harness.symbolStates(id)).toEqual({ S0: 'EMPTY' });
  });

  describe('the job itself fails', () => {
    test('at once when the credentials are refused; symbols that it did not reach stay PENDING', async () => {
      const { id } = await harness.start(4, { concurrency: 1 });
      (await harness.source.called('S0')).fail(new SourceError('AUTH', 'who are you'));
      const job = await harness.becomes(id, 'FAILED');
      expect(job).toMatchObject({ reason: 'AUTH: who are you', completedAt: expect.any(Date) });
      expect(await harness.symbolStates(id)).toEqual({ S0: 'FAILED', S1: 'PENDING', S2: 'PENDING', S3: 'PENDING' });
    });

    test('not while it drains: PAUSED is left by commands only, and the symbol after the resume finds out', async () => {
      const { id } = await harness.start(3, { concurrency: 1 });
      const call = await harness.source.called('S0');
      await harness.core.pause.execute(id, ACTOR);
      call.fail(new SourceError('AUTH', 'who are you'));
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { failed: 1 } });
      await harness.core.resume.execute(id, ACTOR);
      (await harness.source.called('S1')).fail(new SourceError('AUTH', 'who are you'));
      await harness.becomes(id, 'FAILED');
    });

    test('when two symbols in a row find the source down, and nothing came from it meanwhile', async () => {
      harness.source.onFetch = (call) => call.fail(new SourceError('SOURCE_DOWN', 'connection refused'));
      const { id } = await harness.start(10, { concurrency: 1 });
      expect(await harness.becomes(id, 'FAILED')).toMatchObject({
        reason: 'SOURCE_DOWN: connection refused',
        progress: { failed: 2 },
      });
      expect(harness.source.symbolsAsked).toEqual(['S0', 'S0', 'S0', 'S1', 'S1', 'S1']);
    });

    test('when all lanes find the source down at once: no lane goes through the whole list', async () => {
      harness.source.onFetch = (call) => call.fail(new SourceError('TIMEOUT', 'no answer'));
      const { id } = await harness.start(40, { concurrency: 2 });
      await harness.becomes(id, 'FAILED');
      // At most two per lane, regardless of how lanes are divided into shards.
      expect(new Set(harness.source.symbolsAsked).size).toBeLessThanOrEqual(4);
    });

    test('not when something came from the source between two symbols that found it down', async () => {
      const down = ['S0', 'S2', 'S4'];
      harness.source.onFetch = (call) =>
        down.includes(call.symbol) ? call.fail(new SourceError('SOURCE_DOWN', '502')) : call.answer();
      const { id } = await harness.start(6, { concurrency: 1 });
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 3, failed: 3 } });
    });

    test('not by the symbol after a pause that drained while one found the source down: the count begins anew', async () => {
      const { id } = await harness.start(3, { concurrency: 1 });
      for (const n of [1, 2]) (await harness.source.called('S0', n)).fail(new SourceError('BANNED', 'go away'));
      const last = await harness.source.called('S0', 3);
      await harness.core.pause.execute(id, ACTOR);
      last.fail(new SourceError('BANNED', 'go away'));
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { failed: 1 } });
      harness.source.onFetch = (call) =>
        call.symbol === 'S1' ? call.fail(new SourceError('BANNED', 'go away')) : call.answer();
      await harness.core.resume.execute(id, ACTOR);
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, failed: 2 } });
    });

    test('not by a symbol that was put back, and then finds the source down: it is still the same one', async () => {
      const { id } = await harness.start(2, { concurrency: 1 });
      await harness.source.called('S0');
      await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await harness.drained(id);
      harness.source.onFetch = (call) =>
        call.symbol === 'S0' ? call.fail(new SourceError('SOURCE_DOWN', '502')) : call.answer();
      await harness.core.resume.execute(id, ACTOR);
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, failed: 1 } });
    });

    test('not by the first symbol after a restart that finds the source down', async () => {
      const down = new SourceError('SOURCE_DOWN', '502');
      const { id } = await harness.start(3, { concurrency: 1 });
      for (const n of [1, 2, 3]) (await harness.source.called('S0', n)).fail(down);
      await harness.source.called('S1');
      await harness.end();
      harness.source.onFetch = (call) => (call.symbol === 'S1' ? call.fail(down) : call.answer());
      await harness.restart();
      await harness.takeUp();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, failed: 2 } });
    });

    describe('not when every symbol has its outcome, whatever the last of them met:', () => {
      const LAST: readonly [string, SourceError][] = [
        ['a source that is down', new SourceError('SOURCE_DOWN', '500')],
        ['a source that does not answer', new SourceError('TIMEOUT', 'no answer')],
        ['a ban', new SourceError('BANNED', 'go away')],
        ['a ban for longer than a job waits', new SourceError('BANNED', 'come back tomorrow', 86_400_000)],
        ['refused credentials', new SourceError('AUTH', 'who are you')],
      ];

      test.each(LAST)('%s', async (_, error) => {
        harness.source.onFetch = (call) => (call.symbol === 'S3' ? call.fail(error) : call.answer());
        const { id } = await harness.start(4, { concurrency: 1 });
        expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({
          reason: null,
          progress: { succeeded: 3, failed: 1 },
        });
        expect(await symbol(id, 3)).toMatchObject({ state: 'FAILED', error: { code: error.code } });
        expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'COMPLETED']);
      });

      test('the last two of them in a row', async () => {
        harness.source.onFetch = (call) => call.fail(new SourceError('SOURCE_DOWN', '500'));
        const { id } = await harness.start(2, { concurrency: 1 });
        expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { failed: 2 } });
      });

      test('two lanes at once', async () => {
        const { id } = await harness.start(2, { concurrency: 2 });
        const [first, second] = [await harness.source.called('S0'), await harness.source.called('S1')];
        first.answer();
        await eventually(async () => (await harness.job(id)).progress.succeeded === 1);
        second.fail(new SourceError('AUTH', 'who are you'));
        expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, failed: 1 } });
      });
    });

    test('when the source wants to be left alone for longer than a job waits: it is not asked for every symbol again', async () => {
      harness.source.onFetch = (call) => call.fail(new SourceError('RATE_LIMITED', 'come back tomorrow', 86_400_000));
      const { id } = await harness.start(50);
      expect(await harness.becomes(id, 'FAILED')).toMatchObject({ reason: 'RATE_LIMITED: come back tomorrow' });
      expect(harness.source.calls.length).toBeLessThanOrEqual(2);
    });

    test('not when only one symbol finds the source down', async () => {
      const { id } = await harness.start(3, { concurrency: 2 });
      (await harness.source.called('S0', 1)).fail(new SourceError('SOURCE_DOWN', '502'));
      (await harness.source.called('S1')).answer();
      await harness.source.called('S2');
      (await harness.source.called('S0', 2)).fail(new SourceError('SOURCE_DOWN', '502'));
      // Another shard learns of it once it is stored.
      await eventually(async () => (await harness.job(id)).progress.rows === 3);
      (await harness.source.called('S0', 3)).fail(new SourceError('SOURCE_DOWN', '502'));
      (await harness.source.called('S2')).answer();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2, failed: 1 } });
    });

    test('by an internal error, which is logged and not shown', async () => {
      const { id } = await harness.start(2, { concurrency: 1 });
      (await harness.source.called('S0')).fail(new TypeError('undefined is not a function'));
      expect(await harness.becomes(id, 'FAILED')).toMatchObject({ reason: 'INTERNAL: an internal error, see the log' });
      expect(harness.logged.join()).toContain('undefined is not a function');
    });

    test('when its source is not there any more', async () => {
      const job = await harness.core.jobs.transaction((tx) =>
        tx.create(randomUUID(), { ...draft, source: 'gone' }, ACTOR),
      );
      await harness.core.workers.startWorker(job);
      expect(await harness.becomes(job.id, 'FAILED')).toMatchObject({
        reason: expect.stringContaining('"gone"') as string,
      });
    });
  });

  describe('the database', () => {
    test('cut off in mid-run: nothing is lost and nothing doubled once it is back', async () => {
      const { id } = await harness.start(6, { concurrency: 3 });
      await harness.source.called('S2');
      await cutConnections();
      harness.source.onFetch = (call) => call.answer();
      for (const call of harness.source.calls) call.answer();
      await cutConnections();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 6, rows: 18 } });
      expect(new Set(harness.source.symbolsAsked).size).toBe(harness.source.calls.length);
    });

    test.each([
      ['53100', 'its disk is full'],
      ['42501', 'its user lacks the right to'],
      ['23514', 'SQLSTATE 23514, see the log'],
    ])('that refuses to store (%s) fails the job with its reason; another job goes on', async (code, why) => {
      await harness.database.source.query(`
      CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN
          IF (SELECT symbol FROM series WHERE id = new.series_id) = 'S1' THEN
            RAISE 'no room in /var/lib' USING ERRCODE = '${code}';
          END IF;
          RETURN new;
        END $$;
      CREATE TRIGGER refuse BEFORE INSERT ON bar FOR EACH ROW EXECUTE FUNCTION refuse()`);
      harness.source.answerAll();
      const { id } = await harness.start(3, { concurrency: 1 });
      const reason = `INTERNAL: the database refuses to store: ${why}`;
      expect(await harness.becomes(id, 'FAILED')).toMatchObject({ reason, progress: { succeeded: 1, failed: 0 } });
      expect(await harness.symbolStates(id)).toEqual({ S0: 'SUCCEEDED', S1: 'PENDING', S2: 'PENDING' });
      const other = await harness.start(['A', 'B']);
      await harness.becomes(other.id, 'COMPLETED');
    });

    test('cut off between two statements of a transaction: that is said to be worth another try', async () => {
      const { id } = await harness.start(1);
      const cutInBetween = harness.core.jobs.transaction(async (tx) => {
        await tx.find(id);
        await cutConnections();
        // The first attempt finds the connection cut, the second one finds that it was given up.
        await tx.find(id).catch(() => undefined);
        await tx.find(id);
      });
      await expect(cutInBetween).rejects.toBeInstanceOf(StoreUnavailableError);
    });

    test('an error in what was asked is not worth another try', async () => {
      const { id } = await harness.start(1);
      await harness.database.source.query(`ALTER TABLE job_event ADD CONSTRAINT broken CHECK (type <> 'PAUSED')`);
      const refused = harness.core.pause.execute(id, ACTOR);
      await expect(refused).rejects.not.toBeInstanceOf(StoreUnavailableError);
    });

    async function cutConnections(): Promise<void> {
      await harness.database.source
        .query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        )
        .catch(() => undefined);
    }
  });

  const draft = { ...someDraft(['S0']), concurrency: 1 };
});
