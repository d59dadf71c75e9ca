import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { eventually } from '../support/eventually';
import { ACTOR, Harness } from '../support/harness';

/** The worker is on one node, its job is commanded on another. */
let harness: Harness;
beforeEach(async () => void (harness = await Harness.open({ engine: 'cluster' })));
afterEach(() => harness.close());

test('a run that was taken for dead lets go of what it has in flight when it hears that its job has drained', async () => {
  const { id } = await harness.start(1);
  const call = await harness.source.called('S0');
  await harness.core.pause.execute(id, ACTOR);
  expect(call.aborted).toBe(false);
  const other = new PostgresLedger(harness.database.source, 'another node');
  await eventually(async () => {
    // The node renews its session within a quarter of a second.
    await harness.database.source.query(`UPDATE cluster_node SET expires_at = clock_timestamp()`);
    return (await other.takeLease({ jobId: id, shard: 0 })).heldBy === null;
  });
  harness.core.feed.publish({ job: await harness.drained(id), kind: 'TRANSITION' });
  await eventually(() => call.aborted);
  await eventually(async () => (await harness.core.workers.inFlight(id)).length === 0);
  call.answer();
  await harness.core.resume.execute(id, ACTOR);
  (await harness.source.called('S0', 2)).answer();
  expect(await harness.becomes(id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 1, rows: 3 } });
});
