import { randomUUID } from 'node:crypto';
import { InvalidJobStateError, JobNotFoundError, VersionConflictError } from '../../src/domain/errors';
import { JOB_STATES, transitionFor, type JobAction, type JobState } from '../../src/domain/job-state';
import { SourceError } from '../../src/domain/source-failure';
import { committed } from '../support/committed';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { isAll } from '../support/scope.js';

let harness: Harness;

describe.each(isAll ? (['process', 'cluster'] as const) : (['process'] as const))('workers: %s', (engine) => {
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  const COMMANDS = ['PAUSE', 'RESUME', 'CANCEL'] as const;

  function command(action: JobAction, id: string, more: object = {}) {
    const { pause, resume, cancel } = harness.core;
    const useCase = { PAUSE: pause, RESUME: resume, CANCEL: cancel, RETRY_FAILED: cancel }[action];
    return useCase.execute(id, { ...ACTOR, ...more });
  }

  /** Creates a job and brings it to a state by regular commands and answers. */
  async function jobIn(state: JobState): Promise<string> {
    if (state === 'PENDING') {
      const draft = someDraft(1);
      return (await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR))).id;
    }
    // With no symbol left it would be COMPLETED, regardless of the last symbol's outcome.
    const { id } = await harness.start(state === 'FAILED' ? 2 : 1);
    const call = await harness.source.called('S0');
    if (state === 'PAUSED') await command('PAUSE', id);
    if (state === 'CANCELLED') await command('CANCEL', id);
    if (state === 'COMPLETED') call.answer();
    if (state === 'FAILED') call.fail(new SourceError('AUTH', 'who are you'));
    await harness.becomes(id, state);
    return id;
  }

  describe.each(JOB_STATES)('a %s job', (state) => {
    test.each(COMMANDS)('answers %s as the table says', async (action) => {
      const id = await jobIn(state);
      const before = await harness.job(id);
      const arrow = transitionFor(action, state);
      if (arrow) {
        const job = await command(action, id, { reason: 'because' });
        expect(job).toMatchObject({ state: arrow.to, version: before.version + 1, reason: 'because' });
        const last = (await harness.events(id)).findLast((event) => event.type === arrow.event);
        expect(last).toMatchObject({ fromState: state, toState: arrow.to, actor: 'tester', reason: 'because' });
      } else {
        const refusal = await command(action, id).catch((error: unknown) => error);
        expect(refusal).toBeInstanceOf(InvalidJobStateError);
        expect(refusal).toMatchObject({ attempted: action, job: { id, state, version: before.version } });
        expect((await harness.job(id)).version).toBe(before.version);
      }
    });
  });

  describe('the times of a job', () => {
    test('completed_at is set once and always when terminal, paused_at only while PAUSED', async () => {
      const id = await jobIn('PAUSED');
      expect(await harness.job(id)).toMatchObject({ completedAt: null, pausedAt: expect.any(Date) });
      await command('CANCEL', id);
      expect(await harness.job(id)).toMatchObject({ completedAt: expect.any(Date), pausedAt: null });
    });

    test('the database itself refuses a terminal job without completed_at', async () => {
      const id = await jobIn('PENDING');
      const cheat = harness.database.source.query(`UPDATE collection_job SET state = 'CANCELLED' WHERE id = $1`, [id]);
      await expect(cheat).rejects.toThrow('job_completed_when_terminal');
    });
  });

  describe('expectedVersion', () => {
    test('lets a command through that knows the job', async () => {
      const id = await jobIn('RUNNING');
      await expect(command('PAUSE', id, { expectedVersion: 2 })).resolves.toMatchObject({ state: 'PAUSED' });
    });

    test('refuses one that does not, with the job as it is', async () => {
      const id = await jobIn('RUNNING');
      const refusal = await command('PAUSE', id, { expectedVersion: 1 }).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(VersionConflictError);
      expect(refusal).toMatchObject({ expectedVersion: 1, job: { state: 'RUNNING', version: 2 } });
    });

    test('is not moved by progress', async () => {
      const { id, version } = await harness.start(3);
      (await harness.source.called('S0')).answer();
      // The lane continues before the outcome is stored.
      await eventually(async () => (await harness.job(id)).progress.succeeded === 1);
      expect(await harness.job(id)).toMatchObject({ version, progress: { succeeded: 1 } });
      await expect(command('PAUSE', id, { expectedVersion: version })).resolves.toMatchObject({ state: 'PAUSED' });
    });
  });

  describe('a requestId', () => {
    test('gets the first answer again, and acts only once', async () => {
      const id = await jobIn('RUNNING');
      const first = await command('PAUSE', id, { requestId: 'r1' });
      await command('RESUME', id);
      const repeated = await command('PAUSE', id, { requestId: 'r1' });
      expect(repeated).toEqual(first);
      expect(await harness.job(id)).toMatchObject({ state: 'RUNNING', version: 4 });
    });

    test('gets a refusal again too, even when the command would be allowed by now', async () => {
      const id = await jobIn('PAUSED');
      const first = await command('PAUSE', id, { requestId: 'r2' }).catch((error: unknown) => error);
      await command('RESUME', id);
      const repeated = await command('PAUSE', id, { requestId: 'r2' }).catch((error: unknown) => error);
      expect(repeated).toBeInstanceOf(InvalidJobStateError);
      expect(repeated).toEqual(first);
      expect(await harness.job(id)).toMatchObject({ state: 'RUNNING' });
    });

    test('sent many times at once acts once', async () => {
      const id = await jobIn('RUNNING');
      const answers = await Promise.all(Array.from({ length: 8 }, () => command('PAUSE', id, { requestId: 'r3' })));
      expect(new Set(answers.map((job) => job.version))).toEqual(new Set([3]));
      expect((await harness.history(id)).filter((type) => type === 'PAUSED')).toHaveLength(1);
    });

    describe('whose command was committed, but whose signal was never sent', () => {
      // The situation after a lost response to the commit.
      const commitOnly = (action: JobAction, id: string) =>
        committed(harness.core, id, action, { ...ACTOR, requestId: 'lost' });

      test('brings the worker of a RUNNING job to life when it is repeated', async () => {
        const { id } = await harness.start(2, { concurrency: 1 });
        const call = await harness.source.called('S0');
        await command('PAUSE', id);
        call.answer();
        await harness.drained(id);
        await commitOnly('RESUME', id);
        expect(harness.source.calls).toHaveLength(1);
        await command('RESUME', id, { requestId: 'lost' });
        (await harness.source.called('S1')).answer();
        await harness.becomes(id, 'COMPLETED');
      });

      test('ends the worker of a CANCELLED job when it is repeated', async () => {
        const id = await jobIn('RUNNING');
        await commitOnly('CANCEL', id);
        await command('CANCEL', id, { requestId: 'lost' });
        expect(harness.source.calls[0]!.aborted).toBe(true);
      });
    });

    test('of another request is refused', async () => {
      const id = await jobIn('RUNNING');
      await command('PAUSE', id, { requestId: 'r4' });
      await expect(command('RESUME', id, { requestId: 'r4' })).rejects.toMatchObject({ name: 'InvalidInputError' });
      await expect(command('PAUSE', id, { requestId: 'r4', reason: 'other' })).rejects.toMatchObject({
        name: 'InvalidInputError',
      });
      expect(await harness.job(id)).toMatchObject({ state: 'PAUSED' });
    });

    test('of another actor is another request', async () => {
      const id = await jobIn('RUNNING');
      await command('PAUSE', id, { requestId: 'r5' });
      await command('RESUME', id, { requestId: 'r5', actor: 'somebody else' });
      expect(await harness.job(id)).toMatchObject({ state: 'RUNNING' });
    });
  });

  test.each(['7b1f0f3c-52e6-4d5c-9d7e-0f3b1c2d3e4f', 'no id at all', ''])('the job %p is not found', async (id) => {
    for (const action of COMMANDS) await expect(command(action, id)).rejects.toBeInstanceOf(JobNotFoundError);
  });

  describe('retry of what failed', () => {
    const retry = (id: string, more: object = {}) => harness.core.retryFailed.execute(id, { ...ACTOR, ...more });

    test('is a new job for the failed symbols; the old one stays as it is', async () => {
      harness.source.onFetch = (call) =>
        call.symbol === 'S1' ? call.fail(new SourceError('BAD_SYMBOL', 'unknown')) : call.answer();
      const { id } = await harness.start(3);
      const ended = await harness.becomes(id, 'COMPLETED');
      harness.source.onFetch = (call) => call.answer();
      const retried = await retry(id, { requestId: 'again' });
      expect(retried).toMatchObject({
        progress: { total: 1 },
        interval: ended.interval,
        from: ended.from,
        to: ended.to,
      });
      expect(await harness.becomes(retried.id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1 } });
      expect(await harness.symbolStates(retried.id)).toEqual({ S1: 'SUCCEEDED' });
      expect((await retry(id, { requestId: 'again' })).id).toBe(retried.id);
      expect(await harness.job(id)).toEqual(ended);
    });

    test('is refused while the job runs, and when nothing failed', async () => {
      const id = await jobIn('RUNNING');
      await expect(retry(id)).rejects.toBeInstanceOf(InvalidJobStateError);
      await command('CANCEL', id);
      await expect(retry(id)).rejects.toBeInstanceOf(InvalidJobStateError);
      await expect(retry('nothing')).rejects.toBeInstanceOf(JobNotFoundError);
    });
  });

  describe('two jobs under one limit', () => {
    let limited: Harness;
    beforeEach(async () => void (limited = await Harness.open({ engine, maxInFlight: 4 })));
    afterEach(() => limited.close());

    test('share it: the second gets its half as symbols of the first end, and a pause frees what the job held', async () => {
      const first = await limited.start(['A0', 'A1', 'A2', 'A3', 'A4', 'A5'], { concurrency: 6 });
      await limited.source.called('A3');
      const second = await limited.start(['B0', 'B1', 'B2', 'B3'], { concurrency: 4 });
      expect(limited.source.symbolsAsked).toEqual(['A0', 'A1', 'A2', 'A3']);
      for (const symbol of ['A0', 'A1', 'A2']) (await limited.source.called(symbol)).answer();
      await limited.source.called('B1');
      await eventually(() => limited.source.calls.length === 7);
      expect(limited.source.symbolsAsked.slice(4).sort()).toEqual(['A4', 'B0', 'B1']);
      await limited.core.pause.execute(first.id, { ...ACTOR, inFlight: 'ABORT' });
      await limited.source.called('B3');
      limited.source.answerAll();
      await limited.becomes(second.id, 'COMPLETED');
    });
  });

  describe('while the disk is slow', () => {
    test('a lane goes on with the next symbols, but not without end; each is stored and counted once', async () => {
      harness.source.answerAll();
      const { id } = await harness.core.jobs.transaction((tx) =>
        tx.create(randomUUID(), { ...someDraft(600), concurrency: 1 }, ACTOR),
      );
      await harness.database.source.query(`CREATE FUNCTION wait_for_test() RETURNS trigger LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_advisory_xact_lock(1); RETURN new; END $$`);
      await harness.database.source.query(
        'CREATE TRIGGER wait_for_test BEFORE INSERT ON bar FOR EACH STATEMENT EXECUTE FUNCTION wait_for_test()',
      );
      const disk = harness.database.source.createQueryRunner();
      await disk.query('SELECT pg_advisory_lock(1)');
      await harness.core.workers.startWorker({ id, shards: 1 });
      // One step is being stored, 256 wait for it.
      await eventually(() => expect(harness.source.calls).toHaveLength(257));
      expect(await harness.job(id)).toMatchObject({ state: 'RUNNING', progress: { succeeded: 0 } });
      await eventually(async () => expect(await harness.core.workers.inFlight(id)).toHaveLength(257));
      await disk.query('SELECT pg_advisory_unlock(1)');
      await disk.release();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 600, rows: 1_800 } });
      expect(harness.source.calls).toHaveLength(600);
    });

    test('a pause is settled when the last outcome is stored, not when the source has delivered it', async () => {
      const { id } = await harness.start(4, { concurrency: 2 });
      const [first, second] = [await harness.source.called('S0'), await harness.source.called('S1')];
      await command('PAUSE', id);
      const lock = harness.database.source.createQueryRunner();
      await lock.startTransaction();
      await lock.query('SELECT FROM job_lease FOR UPDATE');
      first.answer();
      second.answer();
      await eventually(async () => {
        const [waiting] = await harness.database.source.query<[{ n: number }]>(
          `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        return waiting.n > 0;
      });
      expect(await harness.core.workers.inFlight(id)).toHaveLength(2);
      expect(await harness.job(id)).toMatchObject({ drained: false, progress: { succeeded: 0 } });
      await lock.rollbackTransaction();
      await lock.release();
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 2 } });
      expect(await harness.core.workers.inFlight(id)).toHaveLength(0);
    });
  });
});
