import type { QueryRunner } from 'typeorm';
import { eventually } from '../support/eventually';
import { ACTOR, Harness } from '../support/harness';

/** The next page of a symbol is asked for while one is stored. */
let harness: Harness;
let blocker: QueryRunner;
beforeEach(async () => {
  harness = await Harness.open();
  blocker = harness.database.source.createQueryRunner();
});
afterEach(() => harness.close());

/** Holds up every store until the function returned is called. */
async function holdStores(): Promise<() => Promise<void>> {
  await blocker.startTransaction();
  await blocker.query('SELECT FROM series FOR UPDATE');
  return async () => {
    await blocker.commitTransaction();
    await blocker.release();
  };
}

const waitingStores = async () => {
  const [{ n }] = await harness.database.source.query<[{ n: number }]>(
    `SELECT count(*)::integer AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
  );
  return n;
};

test('the second page is asked for while the first is stored; the third waits for the first', async () => {
  const { id } = await harness.start(1);
  const first = await harness.source.called('S0');
  const release = await holdStores();
  first.answer(undefined, 'MORE');
  const second = await harness.source.called('S0', 2);
  await eventually(async () => (await waitingStores()) > 0);
  second.answer(undefined, 'MORE');
  // Another symbol of the source is asked for meanwhile: what could go on has gone on.
  const other = await harness.start(['T0']);
  await harness.source.called('T0');
  expect(harness.source.calls.filter(({ symbol }) => symbol === 'S0')).toHaveLength(2);
  await release();
  (await harness.source.called('S0', 3)).answer(undefined, 'LAST');
  (await harness.source.called('T0')).answer();
  expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, rows: 9 } });
  await harness.becomes(other.id, 'COMPLETED');
});

test('a pause that aborts lets the page before be stored, and the job goes on behind it', async () => {
  const { id } = await harness.start(1);
  const first = await harness.source.called('S0');
  const release = await holdStores();
  first.answer(undefined, 'MORE');
  const second = await harness.source.called('S0', 2);
  await eventually(async () => (await waitingStores()) > 0);
  const pausing = harness.core.pause.execute(id, { ...ACTOR, inFlight: 'ABORT' });
  await eventually(async () => (await waitingStores()) > 1);
  expect(second.aborted).toBe(false);
  await release();
  await pausing;
  await eventually(async () => (await harness.job(id)).drained);
  expect(second.aborted).toBe(true);
  expect(await harness.job(id)).toMatchObject({ state: 'PAUSED', progress: { rows: 3 } });
  await harness.core.resume.execute(id, ACTOR);
  const third = await harness.source.called('S0', 3);
  expect(third.request.from).toBe(second.request.from);
  third.answer(undefined, 'LAST');
  expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, rows: 6 } });
});

test('a store that is refused ends the request for the next page, and the job', async () => {
  await harness.database.source.query(`ALTER TABLE bar ADD CONSTRAINT no_bars CHECK (open < 0) NOT VALID`);
  const { id } = await harness.start(1);
  (await harness.source.called('S0')).answer(undefined, 'MORE');
  expect(await harness.becomes(id, 'FAILED')).toMatchObject({ progress: { rows: 0 } });
  const [, second] = harness.source.calls;
  if (second) expect(second.aborted).toBe(true);
});
