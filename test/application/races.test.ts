import { randomUUID } from 'node:crypto';
import { StoreUnavailableError } from '../../src/application/ports/collection-ledger';
import type { CollectionJob } from '../../src/domain/collection-job';
import { InvalidJobStateError, VersionConflictError } from '../../src/domain/errors';
import type { JobEventType } from '../../src/domain/job-event';
import { isTerminal } from '../../src/domain/job-state';
import { EventBarrier, type Use } from '../support/event-barrier';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, ENGINES, someDraft } from '../support/harness';

/**
 * Who wins a race is up to PostgreSQL, and both ways must be right: so each of them is made to happen. The first one's
 * transaction is held in its midst until the second queues behind it.
 */
describe.each(ENGINES)('workers: %s', (engine) => {
  let harness: Harness;
  let jobs: string[];

  beforeAll(async () => {
    harness = await Harness.open({ engine });
    await EventBarrier.install(harness.database.source);
  });
  afterAll(() => harness.close());

  beforeEach(() => void (jobs = []));
  afterEach(async () => {
    harness.source.onFetch = () => undefined;
    for (const id of jobs) if (!isTerminal((await harness.job(id)).state)) await cancel(id);
  });

  type Outcome = CollectionJob | Error;
  const outcome = (promise: Promise<CollectionJob>): Promise<Outcome> => promise.catch((error: Error) => error);
  const won = (result: Outcome): result is CollectionJob => !(result instanceof Error);

  const pause = (id: string, more: object = {}) => outcome(harness.core.pause.execute(id, { ...ACTOR, ...more }));
  const resume = (id: string, more: object = {}) => outcome(harness.core.resume.execute(id, { ...ACTOR, ...more }));
  const cancel = (id: string, more: object = {}) => outcome(harness.core.cancel.execute(id, { ...ACTOR, ...more }));

  /** All jobs are in one database: each has symbols of its own. */
  const newSymbols = (count: number) => {
    const job = randomUUID().slice(0, 8);
    return Array.from({ length: count }, (_, n) => `${job}.${n}`);
  };

  async function start(count: number, concurrency = 2) {
    const symbols = newSymbols(count);
    const { id, version } = await harness.start(symbols, { concurrency });
    jobs.push(id);
    return { id, version, symbols };
  }

  /** One whose worker has not been started. */
  async function startLater(count: number) {
    const draft = someDraft(newSymbols(count));
    const job = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR));
    jobs.push(job.id);
    return { id: job.id, job, symbols: draft.symbols };
  }

  /** One with a request that waits for its answer. */
  async function startHeld(count: number, concurrency = 2) {
    const job = await start(count, concurrency);
    return { ...job, call: await harness.source.called(job.symbols[0]!) };
  }

  const callsOf = (symbols: readonly string[]) => harness.source.calls.filter(({ symbol }) => symbols.includes(symbol));
  const asked = (symbols: readonly string[]) => callsOf(symbols).map(({ symbol }) => symbol);

  async function barsOf(symbols: readonly string[]): Promise<number> {
    const query = 'SELECT count(*)::integer AS n FROM bar WHERE symbol = ANY($1)';
    const [row] = await harness.database.source.query<{ n: number }[]>(query, [symbols]);
    return row!.n;
  }

  interface Turns<A, B> {
    /** What the first one's transaction tells. */
    readonly event: JobEventType;
    readonly first: () => A;
    readonly second: () => B;
    /** Whose transaction the second one's is. */
    readonly queues: Use;
  }

  /**
   * Begins the first, and the second when the first is in the midst of its transaction. A command that the test kept
   * waiting for too long is refused and has done nothing: then all is done again, with another job.
   */
  async function inTurn<J extends { id: string }, A, B>(newJob: () => Promise<J>, turns: (job: J) => Turns<A, B>) {
    for (;;) {
      const job = await newJob();
      const { event, first, second, queues } = turns(job);
      const barrier = await EventBarrier.raise(harness.database.source, job.id, event);
      let isRefused = false;
      const running = async <T>(result: T) => {
        const value = await result;
        isRefused ||= value instanceof StoreUnavailableError;
        return value;
      };
      const one = running(first());
      await barrier.reached(() => isRefused);
      const two = running(second());
      await barrier.queued(queues, () => isRefused);
      await barrier.lower();
      const results = [await one, await two] as const;
      if (!isRefused) return { ...job, results };
    }
  }

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

  /** Nothing of the job is under way any more, and nothing more came of what was. */
  async function expectNothingMore(id: string, symbols: readonly string[], bars: number): Promise<void> {
    await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
    expect(await barsOf(symbols)).toBe(bars);
    expect((await harness.job(id)).progress.rows).toBe(bars);
    await expectSoundHistory(id);
  }

  describe('pause against completion', () => {
    test('the pause wins: the last outcome is stored while it drains, and a resume completes the job', async () => {
      const { id, symbols, results } = await inTurn(
        () => startHeld(1),
        ({ id, call }) => ({ event: 'PAUSED', first: () => pause(id), second: () => call.answer(), queues: 'stores' }),
      );
      expect(results[0]).toMatchObject({ state: 'PAUSED', progress: { succeeded: 0 } });
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1, rows: 3 } });
      expect(await resume(id)).toMatchObject({ state: 'COMPLETED' });
      await expectNothingMore(id, symbols, 3);
    });

    test('the completion wins: the pause is told of it', async () => {
      const { id, symbols, results } = await inTurn(
        () => startHeld(1),
        ({ id, call }) => ({
          event: 'COMPLETED',
          first: () => call.answer(),
          second: () => pause(id),
          queues: 'commands',
        }),
      );
      expect(results[1]).toBeInstanceOf(InvalidJobStateError);
      expect(results[1]).toMatchObject({ job: { state: 'COMPLETED', progress: { succeeded: 1 } } });
      await expectNothingMore(id, symbols, 3);
    });
  });

  describe('pause against cancel', () => {
    test('the pause comes first: both are done', async () => {
      const { id, results } = await inTurn(
        () => start(2),
        ({ id }) => ({ event: 'PAUSED', first: () => pause(id), second: () => cancel(id), queues: 'commands' }),
      );
      expect(results).toMatchObject([
        { state: 'PAUSED', version: 3 },
        { state: 'CANCELLED', version: 4 },
      ]);
      expect(await harness.job(id)).toMatchObject({ state: 'CANCELLED' });
      await expectSoundHistory(id);
    });

    test('the cancel comes first: the pause is told of it', async () => {
      const { id, results } = await inTurn(
        () => start(2),
        ({ id }) => ({ event: 'CANCELLED', first: () => cancel(id), second: () => pause(id), queues: 'commands' }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED', version: 3 });
      expect(results[1]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'CANCELLED', version: 3 } });
      expect(await harness.job(id)).toMatchObject({ state: 'CANCELLED', version: 3 });
      await expectSoundHistory(id);
    });
  });

  test('two pauses with one version: one wins, the other sees the state that beat it', async () => {
    const { id, version, results } = await inTurn(
      () => start(1),
      ({ id, version }) => {
        const command = () => pause(id, { expectedVersion: version });
        return { event: 'PAUSED', first: command, second: command, queues: 'commands' };
      },
    );
    expect(results[0]).toMatchObject({ state: 'PAUSED', version: version + 1 });
    expect(results[1]).toBeInstanceOf(VersionConflictError);
    expect(results[1]).toMatchObject({ job: { state: 'PAUSED', version: version + 1 } });
    await expectSoundHistory(id);
  });

  test('ten pauses at once: one wins', async () => {
    const { id } = await start(1);
    const results = await Promise.all(Array.from({ length: 10 }, () => pause(id)));
    expect(results.filter(won)).toHaveLength(1);
    expect(await harness.job(id)).toMatchObject({ version: 3 });
    await expectSoundHistory(id);
  });

  describe('resume at the moment a drain ends', () => {
    /** PAUSED, with one symbol in flight and two that wait. */
    async function draining() {
      const job = await startHeld(3, 1);
      harness.source.onFetch = (next) => next.answer();
      expect(await pause(job.id)).toMatchObject({ state: 'PAUSED' });
      return job;
    }

    async function expectWentOn(id: string, symbols: readonly string[]): Promise<void> {
      await harness.becomes(id, 'COMPLETED');
      expect(asked(symbols)).toEqual(symbols);
      await expectNothingMore(id, symbols, 9);
    }

    test('the drain is recorded first: another run goes on, no symbol runs twice', async () => {
      const { id, symbols, results } = await inTurn(draining, ({ id, call }) => ({
        event: 'DRAINED',
        first: () => call.answer(),
        second: () => resume(id),
        queues: 'commands',
      }));
      expect(results[1]).toMatchObject({ state: 'RUNNING' });
      await expectWentOn(id, symbols);
      expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'DRAINED', 'RESUMED', 'COMPLETED']);
    });

    test('the resume comes first: the same run goes on, no symbol runs twice', async () => {
      const { id, symbols, results } = await inTurn(draining, ({ id, call }) => ({
        event: 'RESUMED',
        first: () => resume(id),
        second: () => call.answer(),
        queues: 'stores',
      }));
      expect(results[0]).toMatchObject({ state: 'RUNNING' });
      await expectWentOn(id, symbols);
      expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'RESUMED', 'COMPLETED']);
    });
  });

  describe('cancel while an answer is being stored', () => {
    test('the cancel comes first: nothing of it is stored', async () => {
      const { id, symbols, results } = await inTurn(
        () => startHeld(2),
        ({ id, call }) => ({
          event: 'CANCELLED',
          first: () => cancel(id),
          second: () => call.answer(undefined, 'page 2'),
          queues: 'stores',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED' });
      const calls = callsOf(symbols).length;
      await expectNothingMore(id, symbols, 0);
      expect(callsOf(symbols)).toHaveLength(calls);
    });

    test('the answer comes first: it is kept, and nothing is stored afterwards', async () => {
      const { id, symbols, results } = await inTurn(
        () => startHeld(2),
        ({ id, call }) => ({
          event: 'SYMBOLS_DONE',
          first: () => call.answer(),
          second: () => cancel(id),
          queues: 'commands',
        }),
      );
      expect(results[1]).toMatchObject({ state: 'CANCELLED', progress: { succeeded: 1, rows: 3 } });
      for (const call of callsOf(symbols)) call.answer();
      await expectNothingMore(id, symbols, 3);
      expect(await harness.symbolStates(id)).toEqual({ [symbols[0]!]: 'SUCCEEDED', [symbols[1]!]: 'PENDING' });
    });
  });

  describe('cancel against the start of a PENDING job', () => {
    test('the cancel comes first: no symbol is ever asked for', async () => {
      const { id, symbols, results } = await inTurn(
        () => startLater(2),
        ({ id, job }) => ({
          event: 'CANCELLED',
          first: () => cancel(id),
          second: () => harness.core.workers.startWorker(job),
          queues: 'stores',
        }),
      );
      expect(results[0]).toMatchObject({ state: 'CANCELLED', version: 2, startedAt: null });
      await expectNothingMore(id, symbols, 0);
      expect(callsOf(symbols)).toEqual([]);
      expect(await harness.history(id)).toEqual(['CREATED', 'CANCELLED']);
    });

    test('the start comes first: what was asked for is aborted, and nothing is asked for after the answer', async () => {
      let askedByThen: readonly string[] = [];
      const { id, symbols, results } = await inTurn(
        () => startLater(9),
        ({ id, job, symbols }) => ({
          event: 'STARTED',
          first: () => harness.core.workers.startWorker(job),
          second: () => cancel(id).finally(() => (askedByThen = asked(symbols))),
          queues: 'commands',
        }),
      );
      expect(results[1]).toMatchObject({ state: 'CANCELLED', version: 3, startedAt: expect.any(Date) });
      const calls = callsOf(symbols);
      expect(calls.map((call) => call.aborted)).toEqual(calls.map(() => true));
      for (const call of calls) call.answer();
      await expectNothingMore(id, symbols, 0);
      expect(asked(symbols)).toEqual(askedByThen);
      expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'CANCELLED']);
    });
  });
  describe('commands from inside a fetch', () => {
    /** The test's own job, whose start need not have returned. All others have ended. */
    const theOneJob = async () => (await harness.core.jobs.unattended())[0]?.id ?? '';

    test('pause: the symbol it came from finishes, no other starts', async () => {
      harness.source.onFetch = async (call) => {
        await pause(await theOneJob());
        call.answer();
      };
      const { id, symbols } = await start(5, 1);
      await harness.drained(id);
      expect(asked(symbols)).toEqual(symbols.slice(0, 1));
      expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
    });

    test('cancel: its answer is not stored', async () => {
      harness.source.onFetch = async (call) => {
        await cancel(await theOneJob());
        call.answer();
      };
      const { id, symbols } = await start(5, 1);
      await harness.becomes(id, 'CANCELLED');
      await expectNothingMore(id, symbols, 0);
      expect(callsOf(symbols)).toHaveLength(1);
    });

    test('pause and resume, of every symbol: each is collected once', async () => {
      harness.source.onFetch = async (call) => {
        const id = await theOneJob();
        if (won(await pause(id))) await resume(id);
        call.answer();
      };
      const { id, symbols } = await start(6, 3);
      await harness.becomes(id, 'COMPLETED');
      expect(asked(symbols).sort()).toEqual(symbols);
      await expectSoundHistory(id);
    });

    test('pause with ABORT: the very symbol goes back, and is asked again after the resume', async () => {
      harness.source.onFetch = async () => void (await pause(await theOneJob(), { inFlight: 'ABORT' }));
      const { id, symbols } = await start(2, 1);
      await harness.drained(id);
      expect(Object.values(await harness.symbolStates(id))).toEqual(['PENDING', 'PENDING']);
      harness.source.onFetch = (call) => call.answer();
      await resume(id);
      await harness.becomes(id, 'COMPLETED');
      expect(asked(symbols)).toEqual([symbols[0], ...symbols]);
      await expectSoundHistory(id);
    });
  });

  describe('an order that comes again', () => {
    test('to abort, of a pause that is over, aborts nothing of the pause that holds now', async () => {
      const { id, symbols } = await startHeld(1);
      const first = await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await harness.drained(id);
      await resume(id);
      const call = await harness.source.called(symbols[0]!, 2);
      await pause(id);
      await harness.core.workers.pauseWorker(id, first, 'ABORT');
      expect(call.aborted).toBe(false);
      call.answer();
      expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1 } });
      expect(callsOf(symbols)).toHaveLength(2);
    });

    test('to abort, of the pause that holds, aborts once', async () => {
      const { id, symbols } = await start(2);
      for (const symbol of symbols) await harness.source.called(symbol);
      const order = await harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
      await harness.core.workers.pauseWorker(id, order, 'ABORT');
      await harness.drained(id);
      await harness.core.workers.pauseWorker(id, order, 'ABORT');
      expect(callsOf(symbols).map((call) => call.aborted)).toEqual([true, true]);
      await resume(id);
      for (const symbol of symbols) (await harness.source.called(symbol, 2)).answer();
      expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 2 } });
      expect(callsOf(symbols)).toHaveLength(4);
      await expectSoundHistory(id);
    });
  });

  test('many jobs at once, commanded while they run and when they have ended, all end sound', async () => {
    const started = await Promise.all(Array.from({ length: 30 }, () => start(8)));
    // Every third cannot end before it is commanded, and the first one has ended by then; the others may.
    const kept = new Set(started.filter((_, index) => index % 3 === 1).map(({ symbols }) => symbols[7]!));
    harness.source.onFetch = (call) => (kept.has(call.symbol) ? undefined : call.answer());
    for (const call of harness.source.calls) if (!kept.has(call.symbol)) call.answer();
    await harness.becomes(started[0]!.id, 'COMPLETED');

    const paused = await Promise.all(started.filter((_, index) => index % 2 === 0).map(({ id }) => pause(id)));
    expect(paused[0]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'COMPLETED' } });
    expect(paused.filter(won).length).toBeGreaterThanOrEqual(5);
    const resumed = await Promise.all(paused.filter(won).map(({ id }) => resume(id)));
    expect(resumed.map(won)).toEqual(resumed.map(() => true));
    const cancelled = await Promise.all(started.filter((_, index) => index % 5 === 0).map(({ id }) => cancel(id)));
    expect(cancelled[0]).toMatchObject({ name: 'InvalidJobStateError', job: { state: 'COMPLETED' } });
    expect(cancelled.filter(won).length).toBeGreaterThanOrEqual(2);
    kept.clear();
    for (const call of harness.source.calls) call.answer();
    for (const { id } of started) {
      await eventually(async () => expect(['COMPLETED', 'CANCELLED']).toContain((await harness.job(id)).state));
      await expectSoundHistory(id);
    }
    const all = asked(started.flatMap(({ symbols }) => symbols));
    expect(new Set(all).size).toBe(all.length);
  });
});
