import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { SourceBudget } from '../../src/application/source-access/source-budget';
import { SourceThrottle } from '../../src/application/source-access/source-throttle';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { poolOn } from '../support/worker-pool';

let harness: Harness;
let pool: WorkerPool;
let hears: boolean;
/** Pending requests for the budget. */
let waiting: ((waitMs: number) => void)[];

beforeEach(async () => {
  harness = await Harness.open();
  [hears, waiting] = [true, []];
  const budget = { take: () => new Promise<number>((granted) => waiting.push(granted)), block: async () => undefined };
  const throttle = new SourceThrottle(budget as unknown as SourceBudget);
  const sourceOf = () => ({ source: harness.source, throttle });
  pool = poolOn(harness.database.source, [], { sourceOf, hears: () => hears });
});
afterEach(async () => {
  await pool.close(0);
  await harness.close();
});

test('a process that stood still while a symbol waited for its budget starts it only if it would hear of a pause', async () => {
  const heardAtStart: boolean[] = [];
  harness.source.onFetch = (call) => {
    heardAtStart.push(hears);
    call.answer();
  };
  const { id } = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), someDraft(1), ACTOR));
  const worker = pool.launch({ jobId: id, shard: 0 })!;
  await eventually(() => waiting.length === 1);
  // As after a suspension of the process: the clock has not been checked since, so the gate is still open.
  hears = false;
  waiting.pop()!(0);
  // Between the budget's answer and the request, nothing external is awaited.
  await setImmediate();
  hears = true;
  worker.attend();
  await eventually(() => {
    for (const granted of waiting.splice(0)) granted(0);
    return heardAtStart.length > 0;
  });
  expect(heardAtStart).toEqual([true]);
  await harness.becomes(id, 'COMPLETED');
});
