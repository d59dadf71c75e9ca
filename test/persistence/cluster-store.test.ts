import { PostgresClusterStore } from '../../src/persistence/cluster/cluster-store';
import { poolOf } from '../../src/persistence/database/data-source';
import { ACTOR, Harness } from '../support/harness';

/** What a node reads of jobs whose updates it has missed. */
let harness: Harness;
let store: PostgresClusterStore;
beforeEach(async () => {
  harness = await Harness.open();
  const { source } = harness.database;
  store = new PostgresClusterStore({ commands: source, stores: source }, poolOf(source));
});
afterEach(() => harness.close());

test('the transitions after an event, each as it left the job, then the current job', async () => {
  const { id } = await harness.start(2);
  const call = await harness.source.called('S0');
  await harness.core.pause.execute(id, { ...ACTOR, reason: 'lunch' });
  call.answer();
  (await harness.source.called('S1')).answer();
  const current = await harness.drained(id);
  const all = await store.missed([{ jobId: id, afterEvent: 0, isNew: true }]);
  expect(all).toMatchObject([
    {
      past: [
        { state: 'PENDING', version: 1 },
        { state: 'RUNNING', version: 2 },
        // As the pause left it: not drained yet, and nothing was done.
        { state: 'PAUSED', version: 3, reason: 'lunch', drained: false, progress: { succeeded: 0 } },
      ],
      current: { version: 3, drained: true, lastEvent: current.lastEvent, progress: { succeeded: 2 } },
    },
  ]);
  const none = await store.missed([{ jobId: id, afterEvent: current.lastEvent, isNew: false }]);
  expect(none).toMatchObject([{ past: [], current: { version: 3 } }]);
});

test('nothing of a job that there is not', async () => {
  const jobId = '6f9e3c1a-5f0d-4a8e-9a57-3d9c4d1f7b10';
  expect(await store.missed([{ jobId, afterEvent: 0, isNew: true }])).toEqual([]);
});
