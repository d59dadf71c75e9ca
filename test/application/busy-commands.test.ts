import { eventually } from '../support/eventually';
import { ACTOR, ENGINES } from '../support/harness';
import { RaceTrack, won } from './race-track';

/** Commands under contention: concurrent ones, ones from inside a fetch, and repeated ones. */
describe.each(ENGINES)('workers: %s', (engine) => {
  let track: RaceTrack;
  beforeAll(async () => void (track = await RaceTrack.open(engine)));
  afterAll(() => track.harness.close());
  afterEach(() => track.clear());

  test('ten pauses at once: one wins', async () => {
    const { id } = await track.start(1);
    const results = await Promise.all(Array.from({ length: 10 }, () => track.pause(id)));
    expect(results.filter(won)).toHaveLength(1);
    expect(await track.harness.job(id)).toMatchObject({ version: 3 });
    await track.expectSoundHistory(id);
  });

  describe('commands from inside a fetch', () => {
    /** Id of the test's own job, whose start may not have returned yet. All other jobs have ended. */
    const theOneJob = async () => (await track.harness.core.jobs.unattended())[0]?.id ?? '';

    test('pause: the symbol it came from finishes, no other starts', async () => {
      track.source.onFetch = async (call) => {
        await track.pause(await theOneJob());
        call.answer();
      };
      const { id, symbols } = await track.start(5, 1);
      await track.harness.drained(id);
      expect(track.asked(symbols)).toEqual(symbols.slice(0, 1));
      expect(await track.harness.job(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
    });

    test('cancel: its answer is not stored', async () => {
      track.source.onFetch = async (call) => {
        await track.cancel(await theOneJob());
        call.answer();
      };
      const { id, symbols } = await track.start(5, 1);
      await track.harness.becomes(id, 'CANCELLED');
      await track.expectNothingMore(id, symbols, 0);
      expect(track.callsOf(symbols)).toHaveLength(1);
    });

    test('pause and resume, of every symbol: each is collected once', async () => {
      track.source.onFetch = async (call) => {
        const id = await theOneJob();
        if (won(await track.pause(id))) await track.resume(id);
        call.answer();
      };
      const { id, symbols } = await track.start(6, 3);
      await track.harness.becomes(id, 'COMPLETED');
      expect(track.asked(symbols).sort()).toEqual(symbols);
      await track.expectSoundHistory(id);
    });

    test('pause with ABORT: the very symbol goes back, and is asked again after the resume', async () => {
      track.source.onFetch = async () => void (await track.pause(await theOneJob(), { inFlight: 'ABORT' }));
      const { id, symbols } = await track.start(2, 1);
      await track.harness.drained(id);
      expect(Object.values(await track.harness.symbolStates(id))).toEqual(['PENDING', 'PENDING']);
      track.source.onFetch = (call) => call.answer();
      await track.resume(id);
      await track.harness.becomes(id, 'COMPLETED');
      expect(track.asked(symbols)).toEqual([symbols[0], ...symbols]);
      await track.expectSoundHistory(id);
    });
  });

  describe('an order that comes again', () => {
    test('to abort, of a pause that is over, aborts nothing of the pause that holds now', async () => {
      const { id, symbols } = await track.startHeld(1);
      const first = await track.harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await track.harness.drained(id);
      await track.resume(id);
      const call = await track.source.called(symbols[0]!, 2);
      await track.pause(id);
      await track.harness.core.workers.pauseWorker(id, first, 'ABORT');
      expect(call.aborted).toBe(false);
      call.answer();
      expect(await track.harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
      expect(track.callsOf(symbols)).toHaveLength(2);
    });

    test('to abort, of the pause that holds, aborts once', async () => {
      const { id, symbols } = await track.start(2);
      for (const symbol of symbols) await track.source.called(symbol);
      const order = await track.harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await track.harness.core.workers.pauseWorker(id, order, 'ABORT');
      await track.harness.drained(id);
      await track.harness.core.workers.pauseWorker(id, order, 'ABORT');
      expect(track.callsOf(symbols).map((call) => call.aborted)).toEqual([true, true]);
      await track.resume(id);
      for (const symbol of symbols) (await track.source.called(symbol, 2)).answer();
      expect(await track.harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2 } });
      expect(track.callsOf(symbols)).toHaveLength(4);
      await track.expectSoundHistory(id);
    });
  });

  test('many jobs at once, commanded while they run and when they have ended, all end sound', async () => {
    const started = await Promise.all(Array.from({ length: 30 }, () => track.start(8)));
    // Every third job cannot end before it receives a command, and the first job has ended by then. The others may end.
    const kept = new Set(started.filter((_, index) => index % 3 === 1).map(({ symbols }) => symbols[7]!));
    track.source.onFetch = (call) => (kept.has(call.symbol) ? undefined : call.answer());
    for (const call of track.source.calls) if (!kept.has(call.symbol)) call.answer();
    await track.harness.becomes(started[0]!.id, 'COMPLETED');

    const paused = await Promise.all(started.filter((_, index) => index % 2 === 0).map(({ id }) => track.pause(id)));
    expect(paused[0]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'COMPLETED' } });
    expect(paused.filter(won).length).toBeGreaterThanOrEqual(5);
    const resumed = await Promise.all(paused.filter(won).map(({ id }) => track.resume(id)));
    expect(resumed.map(won)).toEqual(resumed.map(() => true));
    const cancelled = await Promise.all(
      started.filter((_, index) => index % 5 === 0).map(({ id }) => track.cancel(id)),
    );
    expect(cancelled[0]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'COMPLETED' } });
    expect(cancelled.filter(won).length).toBeGreaterThanOrEqual(2);
    kept.clear();
    for (const call of track.source.calls) call.answer();
    for (const { id } of started) {
      await eventually(async () => expect(['COMPLETED', 'CANCELLED']).toContain((await track.harness.job(id)).state));
      await track.expectSoundHistory(id);
    }
    const all = track.asked(started.flatMap(({ symbols }) => symbols));
    expect(new Set(all).size).toBe(all.length);
  });
});
