import { randomUUID } from 'node:crypto';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { committed } from '../support/committed';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { poolOn } from '../support/worker-pool';

/** Opening a source may take long on a busy machine. */
let harness: Harness;
let pool: WorkerPool;
let loaded: () => void;
/** Number of calls waiting for it. */
let waiting: number;

beforeEach(async () => {
  harness = await Harness.open();
  waiting = 0;
  const loading = new Promise<void>((resolve) => (loaded = resolve));
  harness.source.open = () => (waiting++, loading);
  pool = poolOn(harness.database.source, [harness.source]);
});
afterEach(async () => {
  await pool.close(0);
  await harness.close();
});

async function opening() {
  const { id } = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(2), ACTOR));
  const worker = pool.launch({ jobId: id, shard: 0 })!;
  await eventually(() => waiting === 1);
  return { id, worker };
}

test('a pause that is heard while the source is made ready lets no symbol start', async () => {
  const { id } = await opening();
  const job = await committed(harness.core, id, 'PAUSE', ACTOR);
  pool.obey(id, job);
  loaded();
  await harness.drained(id);
  expect(harness.source.calls).toEqual([]);
});

test('a cancel that is heard then ends the worker', async () => {
  const { id, worker } = await opening();
  const job = await committed(harness.core, id, 'CANCEL', ACTOR);
  pool.obey(id, job);
  loaded();
  await worker.ended;
  expect(harness.source.calls).toEqual([]);
});

test('a source that cannot be made ready is tried again', async () => {
  let tries = 0;
  harness.source.open = async () => {
    if (++tries < 3) throw new Error('not there yet');
  };
  harness.source.answerAll();
  const { id } = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(2), ACTOR));
  pool.launch({ jobId: id, shard: 0 });
  await harness.becomes(id, 'COMPLETED');
});
