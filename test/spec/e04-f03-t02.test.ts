import { randomUUID } from 'node:crypto';
import { InvalidJobStateError } from '../../src/domain/errors';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';

/** The acceptance scenarios and requirements of E04-F03-T02, by their numbers. */

let harness: Harness;
beforeEach(async () => void (harness = await Harness.open()));
afterEach(() => harness.close());

const pause = (id: string, more: object = {}) => harness.core.pause.execute(id, { ...ACTOR, ...more });
const resume = (id: string) => harness.core.resume.execute(id, ACTOR);
const cancel = (id: string) => harness.core.cancel.execute(id, ACTOR);

/** Answers requests until none is in flight. */
async function answerInFlight(id: string): Promise<void> {
  await eventually(async () => {
    for (const call of harness.source.calls) call.answer();
    return (await harness.core.workers.inFlight(id)).length === 0;
  });
}

describe('Scenario 1: pause a running job', () => {
  test('the state is PAUSED when the call returns, and persisted', async () => {
    const { id } = await harness.start(5);
    expect(await pause(id)).toMatchObject({ state: 'PAUSED' });
    expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', pausedAt: expect.any(Date) });
  });
});

describe('Scenario 2: resume a paused job', () => {
  test('it goes on with the symbols that have no outcome, each asked once, until all are collected', async () => {
    const { id } = await harness.start(6);
    await harness.source.called('S1');
    await pause(id);
    await answerInFlight(id);
    await harness.drained(id);
    expect(harness.source.symbolsAsked).toEqual(['S0', 'S1']);

    harness.source.onFetch = (call) => call.answer();
    expect(await resume(id)).toMatchObject({ state: 'RUNNING', pausedAt: null });
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 6, rows: 18 } });
    expect(harness.source.symbolsAsked).toEqual(['S0', 'S1', 'S2', 'S3', 'S4', 'S5']);
  });

  test('it goes on with the next page of a half-collected symbol', async () => {
    const { id } = await harness.start(1);
    (await harness.source.called('S0')).answer(undefined, 'MORE');
    const second = await harness.source.called('S0', 2);
    await harness.stored(id, 3);
    await pause(id, { inFlight: 'ABORT' });
    await harness.drained(id);
    expect(second.aborted).toBe(true);

    await resume(id);
    const again = await harness.source.called('S0', 3);
    expect(again.request.from).toBe(second.request.from);
    again.answer();
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, rows: 6 } });
    const [symbol] = await harness.core.reader.symbols({ jobId: id, states: null, active: [] }, -1, 10);
    expect(symbol).toMatchObject({ attempts: 1, rows: 6 });
  });
});

describe('Scenario 3: cancel a job', () => {
  test.each(['RUNNING', 'PAUSED', 'draining'])('a %s one stops at once and is CANCELLED', async (when) => {
    const { id } = await harness.start(5);
    const call = await harness.source.called('S1');
    if (when !== 'RUNNING') await pause(id, { inFlight: when === 'PAUSED' ? 'ABORT' : 'FINISH' });
    if (when === 'PAUSED') await harness.drained(id);
    expect(await cancel(id)).toMatchObject({ state: 'CANCELLED', completedAt: expect.any(Date) });
    expect(call.aborted).toBe(true);
    await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
    expect(harness.source.calls).toHaveLength(2);
    expect(await harness.barCount()).toBe(0);
  });
});

describe('Scenario 4: invalid state transition', () => {
  test('pause of a COMPLETED job raises InvalidJobStateError with the job as it is', async () => {
    const { id } = await harness.start(1);
    (await harness.source.called('S0')).answer();
    await harness.becomes(id, 'COMPLETED');
    const refusal = await pause(id).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InvalidJobStateError);
    expect(refusal).toMatchObject({ attempted: 'PAUSE', allowedActions: [], job: { id, state: 'COMPLETED' } });
  });
});

describe('FR-001: pause stops new symbol processing', () => {
  test('no symbol starts after the call has returned, though lanes become free', async () => {
    const { id } = await harness.start(10);
    await harness.source.called('S1');
    await pause(id);
    const started = harness.source.calls.length;
    await answerInFlight(id);
    await harness.drained(id);
    expect(harness.source.calls).toHaveLength(started);
  });
});

test('FR-002: resume continues from the exact point: nothing is fetched twice, whatever is paused when', async () => {
  const { id } = await harness.start(4, { concurrency: 1 });
  for (const symbol of ['S0', 'S1', 'S2', 'S3']) {
    const first = await harness.source.called(symbol);
    await pause(id);
    first.answer(undefined, 'MORE');
    (await harness.source.called(symbol, 2)).answer();
    await harness.drained(id);
    await resume(id);
  }
  await harness.becomes(id, 'COMPLETED');
  const asked = harness.source.calls.map(({ symbol, request }) => `${symbol} ${request.from}`);
  expect(new Set(asked).size).toBe(asked.length);
});

test('FR-003: cancel cleans up: requests aborted, worker gone, nothing stored any more', async () => {
  const { id } = await harness.start(3);
  const calls = [await harness.source.called('S0'), await harness.source.called('S1')];
  await cancel(id);
  expect(calls.map((call) => call.aborted)).toEqual([true, true]);
  await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
  for (const call of calls) call.answer();
  await harness.core.close(0);
  expect(await harness.barCount()).toBe(0);
  expect(await harness.job(id)).toMatchObject({ progress: { succeeded: 0, rows: 0 } });
  expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'CANCELLED']);
});

describe('FR-004: state persists across a restart', () => {
  test('a RUNNING job goes on by itself, as a new run, from its stored page', async () => {
    const { id } = await harness.start(3, { concurrency: 1 });
    (await harness.source.called('S0')).answer(undefined, 'MORE');
    const second = await harness.source.called('S0', 2);
    await harness.stored(id, 3);

    await harness.restart();
    await harness.takeUp();
    const again = await harness.source.called('S0', 3);
    expect(again.request.from).toBe(second.request.from);
    harness.source.onFetch = (call) => call.answer();
    again.answer();
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 3, rows: 12 } });
    expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'RECOVERED', 'COMPLETED']);
  });

  test('the predecessor, should it still be there, stores nothing any more', async () => {
    const { id } = await harness.start(1);
    const straggler = await harness.source.called('S0');
    const predecessor = harness.core;
    await harness.restart();
    await harness.takeUp();
    const successor = await harness.source.called('S0', 2);
    straggler.answer();
    await eventually(async () => (await predecessor.workers.inFlight(id)).length === 0);
    expect(await harness.barCount()).toBe(0);
    successor.answer();
    expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { rows: 3 } });
  });

  test('a PAUSED job stays PAUSED, its drain recorded, and can be resumed', async () => {
    const { id } = await harness.start(2);
    await harness.source.called('S1');
    await pause(id);
    await harness.restart();
    await harness.takeUp();
    expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', drained: true, version: 3 });
    expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'DRAINED']);
    harness.source.onFetch = (call) => call.answer();
    await resume(id);
    await harness.becomes(id, 'COMPLETED');
  });

  test('a PENDING job starts', async () => {
    const draft = someDraft(1);
    const { id } = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR));
    harness.source.onFetch = (call) => call.answer();
    await harness.takeUp();
    await harness.becomes(id, 'COMPLETED');
  });
});

test('FR-005: invalid transitions raise errors and change nothing', async () => {
  const { id } = await harness.start(1);
  await expect(resume(id)).rejects.toBeInstanceOf(InvalidJobStateError);
  await cancel(id);
  for (const command of [pause, resume, cancel]) {
    await expect(command(id)).rejects.toBeInstanceOf(InvalidJobStateError);
  }
  expect(await harness.job(id)).toMatchObject({ state: 'CANCELLED', version: 3 });
});

test('NFR-001: a transition does not wait for the source, however long it takes', async () => {
  const { id } = await harness.start(2);
  await harness.source.called('S1');
  // The source never answers: a command that waits for it would hang.
  await pause(id);
  await resume(id);
  await pause(id);
  await cancel(id);
  expect(await harness.job(id)).toMatchObject({ state: 'CANCELLED', version: 6 });
});

test('NFR-002: the worker completes the symbol it is at, all its pages, before the pause has drained', async () => {
  const { id } = await harness.start(2, { concurrency: 1 });
  const first = await harness.source.called('S0');
  await pause(id);
  first.answer(undefined, 'MORE');
  const second = await harness.source.called('S0', 2);
  await harness.stored(id, 3);
  expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', drained: false });
  second.answer();
  expect(await harness.drained(id)).toMatchObject({ state: 'PAUSED', progress: { succeeded: 1, rows: 6 } });
  expect(await harness.symbolStates(id)).toEqual({ S0: 'SUCCEEDED', S1: 'PENDING' });
});

test('TC-001: a worker that is paused waits for an event, and asks nobody', async () => {
  const { id } = await harness.start(2, { concurrency: 1 });
  const call = await harness.source.called('S0');
  await pause(id);
  call.answer();
  await harness.drained(id);
  expect(harness.source.calls).toHaveLength(1);
  await resume(id);
  await harness.source.called('S1');
});

describe('TC-002: commands and worker are coordinated', () => {
  test('resume while draining only withdraws the pause: nothing is restarted, nothing runs twice', async () => {
    const { id } = await harness.start(3);
    await harness.source.called('S1');
    await pause(id);
    await resume(id);
    expect(harness.source.symbolsAsked).toEqual(['S0', 'S1']);
    harness.source.onFetch = (call) => call.answer();
    for (const call of harness.source.calls) call.answer();
    await harness.becomes(id, 'COMPLETED');
    expect(harness.source.symbolsAsked).toEqual(['S0', 'S1', 'S2']);
    expect(await harness.history(id)).toEqual(['CREATED', 'STARTED', 'PAUSED', 'RESUMED', 'COMPLETED']);
  });

  test('resume leads straight to COMPLETED when the drain has finished the last symbol', async () => {
    const { id } = await harness.start(1);
    const call = await harness.source.called('S0');
    await pause(id);
    call.answer();
    await harness.drained(id);
    expect(await resume(id)).toMatchObject({ state: 'COMPLETED', progress: { succeeded: 1 } });
    expect((await harness.history(id)).slice(-2)).toEqual(['RESUMED', 'COMPLETED']);
  });
});

test('TC-003: state and event are stored together or not at all', async () => {
  const { id } = await harness.start(1);
  await harness.database.source.query(`ALTER TABLE job_event ADD CONSTRAINT broken CHECK (type <> 'PAUSED')`);
  await expect(pause(id)).rejects.toThrow('broken');
  expect(await harness.job(id)).toMatchObject({ state: 'RUNNING', version: 2 });
});
