import type { CollectionJob } from '../../src/domain/collection-job';
import { InvalidJobStateError, VersionConflictError } from '../../src/domain/errors';
import { ACTOR, Harness, ENGINES } from '../support/harness';
import { eventually } from '../support/eventually';

let harness: Harness;

describe.each(ENGINES)('workers: %s', (engine) => {
  beforeEach(async () => void (harness = await Harness.open({ engine })));
  afterEach(() => harness.close());

  type Outcome = CollectionJob | Error;
  const outcome = (promise: Promise<CollectionJob>): Promise<Outcome> => promise.catch((error: Error) => error);
  const won = (result: Outcome): result is CollectionJob => !(result instanceof Error);

  const pause = (id: string, more: object = {}) => outcome(harness.core.pause.execute(id, { ...ACTOR, ...more }));
  const resume = (id: string, more: object = {}) => outcome(harness.core.resume.execute(id, { ...ACTOR, ...more }));
  const cancel = (id: string, more: object = {}) => outcome(harness.core.cancel.execute(id, { ...ACTOR, ...more }));

  /** Races are run often: who wins is up to PostgreSQL, and both ways must be right. */
  const ROUNDS = Array.from({ length: 12 }, (_, round) => round);

  /** What must be true of every job at every time. */
  async function expectSoundHistory(id: string): Promise<void> {
    const events = await harness.events(id);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    const transitions = events.filter((event) => event.toState);
    transitions.forEach((event, index) => expect(event.fromState).toBe(transitions[index - 1]?.toState ?? null));
    const job = await harness.job(id);
    expect(job.state).toBe(transitions.at(-1)!.toState);
    expect(job.version).toBe(transitions.length);
    const [{ rows }] = await harness.database.source.query<[{ rows: string }]>(
      'SELECT coalesce(sum("rows"), 0) AS rows FROM job_symbol WHERE job_id = $1',
      [id],
    );
    expect(job.progress.rows).toBe(Number(rows));
  }

  test.each(ROUNDS)('pause against completion: exactly one wins (round %i)', async () => {
    const { id } = await harness.start(1);
    const call = await harness.source.called('S0');
    call.answer();
    const paused = await pause(id);
    if (won(paused)) {
      await harness.drained(id);
      expect(await resume(id)).toMatchObject({ state: 'COMPLETED' });
    } else {
      expect(paused).toBeInstanceOf(InvalidJobStateError);
      expect(paused).toMatchObject({ job: { state: 'COMPLETED' } });
    }
    expect(await harness.job(id)).toMatchObject({ state: 'COMPLETED', progress: { succeeded: 1, rows: 3 } });
    await expectSoundHistory(id);
  });

  test.each(ROUNDS)('pause against cancel: the job ends CANCELLED, and a loser is told why (round %i)', async () => {
    const { id } = await harness.start(2);
    const [paused, cancelled] = await Promise.all([pause(id), cancel(id)]);
    expect(won(cancelled)).toBe(true);
    if (!won(paused)) expect(paused).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'CANCELLED' } });
    expect(await harness.job(id)).toMatchObject({ state: 'CANCELLED' });
    await expectSoundHistory(id);
  });

  test.each(ROUNDS)(
    'two pauses with one version: one wins, the other sees the state that beat it (round %i)',
    async () => {
      const { id, version } = await harness.start(1);
      const results = await Promise.all([
        pause(id, { expectedVersion: version }),
        pause(id, { expectedVersion: version }),
      ]);
      expect(results.filter(won)).toHaveLength(1);
      const loser = results.find((result) => !won(result));
      expect(loser).toBeInstanceOf(VersionConflictError);
      expect(loser).toMatchObject({ job: { state: 'PAUSED', version: version + 1 } });
      await expectSoundHistory(id);
    },
  );

  test('ten pauses at once: one wins', async () => {
    const { id } = await harness.start(1);
    const results = await Promise.all(Array.from({ length: 10 }, () => pause(id)));
    expect(results.filter(won)).toHaveLength(1);
    expect(await harness.job(id)).toMatchObject({ version: 3 });
    await expectSoundHistory(id);
  });

  test.each(ROUNDS)('resume at the moment a drain ends: the job goes on, no symbol runs twice (round %i)', async () => {
    const { id } = await harness.start(3, { concurrency: 1 });
    const call = await harness.source.called('S0');
    await pause(id);
    harness.source.onFetch = (next) => next.answer();
    call.answer();
    await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
    expect(await resume(id)).toMatchObject({ state: 'RUNNING' });
    await harness.becomes(id, 'COMPLETED');
    expect(harness.source.symbolsAsked).toEqual(['S0', 'S1', 'S2']);
    await expectSoundHistory(id);
  });

  test.each(ROUNDS)('cancel while a page is being stored: nothing is stored afterwards (round %i)', async () => {
    const { id } = await harness.start(2);
    for (const symbol of ['S0', 'S1']) (await harness.source.called(symbol)).answer(undefined, 'page 2');
    const cancelled = await cancel(id);
    expect(won(cancelled)).toBe(true);
    const [bars, job] = [await harness.barCount(), await harness.job(id)];
    await harness.end();
    expect(await harness.barCount()).toBe(bars);
    expect(await harness.job(id)).toEqual(job);
    await expectSoundHistory(id);
  });

  describe('commands from inside a fetch', () => {
    test('pause: the symbol it came from finishes, no other starts', async () => {
      harness.source.onFetch = async (call) => {
        await pause((await harness.core.jobs.unattended())[0]?.id ?? '');
        call.answer();
      };
      const { id } = await harness.start(5, { concurrency: 1 });
      await harness.drained(id);
      expect(harness.source.symbolsAsked).toEqual(['S0']);
      expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
    });

    test('cancel: its answer is not stored', async () => {
      harness.source.onFetch = async (call) => {
        await cancel((await harness.core.jobs.unattended())[0]?.id ?? '');
        call.answer();
      };
      const { id } = await harness.start(5, { concurrency: 1 });
      await harness.becomes(id, 'CANCELLED');
      await harness.end();
      expect(harness.source.calls).toHaveLength(1);
      expect(await harness.barCount()).toBe(0);
    });

    test('pause and resume, of every symbol: each is collected once', async () => {
      harness.source.onFetch = async (call) => {
        const id = (await harness.core.jobs.unattended())[0]?.id ?? '';
        if (won(await pause(id))) await resume(id);
        call.answer();
      };
      const { id } = await harness.start(6, { concurrency: 3 });
      await harness.becomes(id, 'COMPLETED');
      expect([...harness.source.symbolsAsked].sort()).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5']);
      await expectSoundHistory(id);
    });

    test('pause with ABORT: the very symbol goes back, and is asked again after the resume', async () => {
      harness.source.onFetch = async () =>
        void (await pause((await harness.core.jobs.unattended())[0]?.id ?? '', { inFlight: 'ABORT' }));
      const { id } = await harness.start(2, { concurrency: 1 });
      await harness.drained(id);
      expect(await harness.symbolStates(id)).toEqual({ S0: 'PENDING', S1: 'PENDING' });
      harness.source.onFetch = (call) => call.answer();
      await resume(id);
      await harness.becomes(id, 'COMPLETED');
      expect(harness.source.symbolsAsked).toEqual(['S0', 'S0', 'S1']);
      await expectSoundHistory(id);
    });
  });

  describe('an order that comes again', () => {
    test('to abort, of a pause that is over, aborts nothing of the pause that holds now', async () => {
      const { id } = await harness.start(1);
      await harness.source.called('S0');
      const first = await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await harness.drained(id);
      await resume(id);
      const call = await harness.source.called('S0', 2);
      await pause(id);
      await harness.core.workers.pauseWorker(id, first, 'ABORT');
      expect(call.aborted).toBe(false);
      call.answer();
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
      expect(harness.source.symbolsAsked).toEqual(['S0', 'S0']);
    });

    test('to abort, of the pause that holds, aborts once', async () => {
      const { id } = await harness.start(2);
      for (const symbol of ['S0', 'S1']) await harness.source.called(symbol);
      const order = await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await harness.core.workers.pauseWorker(id, order, 'ABORT');
      await harness.drained(id);
      await harness.core.workers.pauseWorker(id, order, 'ABORT');
      expect(harness.source.calls.map((call) => call.aborted)).toEqual([true, true]);
      await resume(id);
      for (const symbol of ['S0', 'S1']) (await harness.source.called(symbol, 2)).answer();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2 } });
      expect(harness.source.calls).toHaveLength(4);
      await expectSoundHistory(id);
    });
  });

  test('many jobs at once, all commanded at random moments, all end sound', async () => {
    harness.source.onFetch = (call) => call.answer();
    const jobs = await Promise.all(
      Array.from({ length: 30 }, (_, index) => harness.start(Array.from({ length: 8 }, (_, n) => `J${index}S${n}`))),
    );
    const paused = await Promise.all(jobs.filter((_, index) => index % 2).map(({ id }) => pause(id)));
    await Promise.all(paused.filter(won).map(({ id }) => resume(id)));
    await Promise.all(jobs.filter((_, index) => index % 5 === 0).map(({ id }) => cancel(id)));
    for (const { id } of jobs) {
      await eventually(async () => ['COMPLETED', 'CANCELLED'].includes((await harness.job(id)).state));
      await expectSoundHistory(id);
    }
    const asked = harness.source.symbolsAsked;
    expect(new Set(asked).size).toBe(asked.length);
  });
});
