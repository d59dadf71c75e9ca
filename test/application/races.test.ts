import { InvalidJobStateError, VersionConflictError } from '../../src/domain/errors';
import { ENGINES } from '../support/harness';
import { RaceTrack } from './race-track';

/**
 * PostgreSQL decides who wins a race, and both outcomes must be correct, so each is forced: the first transaction is
 * held in the middle until the second queues behind it.
 */
describe.each(ENGINES)('workers: %s', (engine) => {
  let track: RaceTrack;
  beforeAll(async () => void (track = await RaceTrack.open(engine)));
  afterAll(() => track.harness.close());
  afterEach(() => track.clear());

  describe('pause against completion', () => {
    test('the pause wins: the last outcome is stored while it drains, and a resume completes the job', async () => {
      const { id, symbols, results } = await track.inTurn(
        () => track.startHeld(1),
        ({ id, call }) => ({
          event: 'PAUSED',
          first: () => track.pause(id),
          second: () => call.answer(),
          queues: 'stores',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'PAUSED', progress: { succeeded: 0 } });
      expect(await track.harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1, rows: 3 } });
      expect(await track.resume(id)).toMatchObject({ state: 'COMPLETED' });
      await track.expectNothingMore(id, symbols, 3);
    });

    test('the completion wins: the pause is told of it', async () => {
      const { id, symbols, results } = await track.inTurn(
        () => track.startHeld(1),
        ({ id, call }) => ({
          event: 'COMPLETED',
          first: () => call.answer(),
          second: () => track.pause(id),
          queues: 'commands',
        }),
      );
      expect(results[1]).toBeInstanceOf(InvalidJobStateError);
      expect(results[1]).toMatchObject({ job: { state: 'COMPLETED', progress: { succeeded: 1 } } });
      await track.expectNothingMore(id, symbols, 3);
    });
  });

  describe('pause against cancel', () => {
    test('the pause comes first: both are done', async () => {
      const { id, results } = await track.inTurn(
        () => track.start(2),
        ({ id }) => ({
          event: 'PAUSED',
          first: () => track.pause(id),
          second: () => track.cancel(id),
          queues: 'commands',
        }),
      );
      expect(results).toMatchObject([
        { state: 'PAUSED', version: 3 },
        { state: 'CANCELLED', version: 4 },
      ]);
      expect(await track.harness.job(id)).toMatchObject({ state: 'CANCELLED' });
      await track.expectSoundHistory(id);
    });

    test('the cancel comes first: the pause is told of it', async () => {
      const { id, results } = await track.inTurn(
        () => track.start(2),
        ({ id }) => ({
          event: 'CANCELLED',
          first: () => track.cancel(id),
          second: () => track.pause(id),
          queues: 'commands',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED', version: 3 });
      expect(results[1]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'CANCELLED', version: 3 } });
      expect(await track.harness.job(id)).toMatchObject({ state: 'CANCELLED', version: 3 });
      await track.expectSoundHistory(id);
    });
  });

  test('two pauses with one version: one wins, the other sees the state that beat it', async () => {
    const { id, version, results } = await track.inTurn(
      () => track.start(1),
      ({ id, version }) => {
        const command = () => track.pause(id, { expectedVersion: version });
        return { event: 'PAUSED', first: command, second: command, queues: 'commands' };
      },
    );
    expect(results[0]).toMatchObject({ state: 'PAUSED', version: version + 1 });
    expect(results[1]).toBeInstanceOf(VersionConflictError);
    expect(results[1]).toMatchObject({ job: { state: 'PAUSED', version: version + 1 } });
    await track.expectSoundHistory(id);
  });

  describe('resume at the moment a drain ends', () => {
    /** Returns a PAUSED job with one symbol in flight and two waiting. */
    async function draining() {
      const job = await track.startHeld(3, 1);
      track.source.onFetch = (next) => next.answer();
      expect(await track.pause(job.id)).toMatchObject({ state: 'PAUSED' });
      return job;
    }

    async function expectWentOn(id: string, symbols: readonly string[]): Promise<void> {
      await track.harness.becomes(id, 'COMPLETED');
      expect(track.asked(symbols)).toEqual(symbols);
      await track.expectNothingMore(id, symbols, 9);
    }

    test('the drain is recorded first: another run goes on, no symbol runs twice', async () => {
      const { id, symbols, results } = await track.inTurn(draining, ({ id, call }) => ({
        event: 'DRAINED',
        first: () => call.answer(),
        second: () => track.resume(id),
        queues: 'commands',
      }));
      expect(results[1]).toMatchObject({ state: 'RUNNING' });
      await expectWentOn(id, symbols);
      expect(await track.harness.history(id)).toEqual([
        'CREATED',
        'STARTED',
        'PAUSED',
        'DRAINED',
        'RESUMED',
        'COMPLETED',
      ]);
    });

    test('the resume comes first: the same run goes on, no symbol runs twice', async () => {
      const { id, symbols, results } = await track.inTurn(draining, ({ id, call }) => ({
        event: 'RESUMED',
        first: () => track.resume(id),
        second: () => call.answer(),
        queues: 'stores',
      }));
      expect(results[0]).toMatchObject({ state: 'RUNNING' });
      await expectWentOn(id, symbols);
      expect(await track.harness.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'RESUMED', 'COMPLETED']);
    });
  });

  describe('cancel while an answer is being stored', () => {
    test('the cancel comes first: nothing of it is stored', async () => {
      const { id, symbols, results } = await track.inTurn(
        () => track.startHeld(2),
        ({ id, call }) => ({
          event: 'CANCELLED',
          first: () => track.cancel(id),
          second: () => call.answer(undefined, 'MORE'),
          queues: 'stores',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED' });
      const calls = track.callsOf(symbols).length;
      await track.expectNothingMore(id, symbols, 0);
      expect(track.callsOf(symbols)).toHaveLength(calls);
    });

    test('the answer comes first: it is kept, and nothing is stored afterwards', async () => {
      const { id, symbols, results } = await track.inTurn(
        () => track.startHeld(2),
        ({ id, call }) => ({
          event: 'SYMBOLS_DONE',
          first: () => call.answer(),
          second: () => track.cancel(id),
          queues: 'commands',
        }),
      );
      expect(results[1]).toMatchObject({ state: 'CANCELLED', progress: { succeeded: 1, rows: 3 } });
      for (const call of track.callsOf(symbols)) call.answer();
      await track.expectNothingMore(id, symbols, 3);
      expect(await track.harness.symbolStates(id)).toEqual({ [symbols[0]!]: 'SUCCEEDED', [symbols[1]!]: 'PENDING' });
    });
  });

  describe('cancel against the start of a PENDING job', () => {
    test('the cancel comes first: no symbol is ever asked for', async () => {
      const { id, symbols, results } = await track.inTurn(
        () => track.startLater(2),
        ({ id, job }) => ({
          event: 'CANCELLED',
          first: () => track.cancel(id),
          second: () => track.harness.core.workers.startWorker(job),
          queues: 'stores',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED', version: 2, startedAt: null });
      await track.expectNothingMore(id, symbols, 0);
      expect(track.callsOf(symbols)).toEqual([]);
      expect(await track.harness.history(id)).toEqual(['CREATED', 'CANCELLED']);
    });

    test('the start comes first: what was asked for is aborted, and nothing is asked for after the answer', async () => {
      let askedByThen: readonly string[] = [];
      const { id, symbols, results } = await track.inTurn(
        () => track.startLater(9),
        ({ id, job, symbols }) => ({
          event: 'STARTED',
          first: () => track.harness.core.workers.startWorker(job),
          second: () => track.cancel(id).finally(() => (askedByThen = track.asked(symbols))),
          queues: 'commands',
        }),
      );
      expect(results[1]).toMatchObject({ state: 'CANCELLED', version: 3, startedAt: expect.any(Date) });
      const calls = track.callsOf(symbols);
      expect(calls.map((call) => call.aborted)).toEqual(calls.map(() => true));
      for (const call of calls) call.answer();
      await track.expectNothingMore(id, symbols, 0);
      expect(track.asked(symbols)).toEqual(askedByThen);
      expect(await track.harness.history(id)).toEqual(['CREATED', 'STARTED', 'CANCELLED']);
    });
  });
});
