import { randomUUID } from 'node:crypto';
import type { CollectionLedger } from '../../src/application/ports/collection-ledger';
import type { CollectionJob } from '../../src/domain/collection-job';
import type { WorkerPool } from '../../src/application/worker/worker-pool';
import { committed } from '../support/committed';
import { eventually } from '../support/eventually';
import { ACTOR, Harness, someDraft } from '../support/harness';
import { PostgresLedger } from '../../src/persistence/ledger/collection-ledger';
import { CountingLedger, poolOn } from '../support/worker-pool';

/** A worker that cannot receive commands starts no symbol, and makes no requests until it can again. */
let harness: Harness;
let counting: CountingLedger;
let pool: WorkerPool;
let job: CollectionJob;
let isStale: boolean;

beforeEach(async () => {
  harness = await Harness.open();
  counting = new CountingLedger(harness.database.source);
  isStale = false;
  pool = poolOn(harness.database.source, [harness.source], { ledger: counting.ledger, hears: () => !isStale });
  const draft = { ...someDraft(3), concurrency: 1 };
  job = await harness.core.jobs.transaction((tx) => tx.create(randomUUID(), draft, ACTOR));
});
afterEach(async () => {
  await pool.close(0);
  await harness.close();
});

const worker = () => pool.launch({ jobId: job.id, shard: 0 })!;
const progress = async () => (await harness.job(job.id)).progress;

function hear(yes: boolean): void {
  isStale = !yes;
  worker().attend();
}

/** Makes the worker stale, with one symbol done and none in flight. */
async function staleAndIdle(): Promise<void> {
  worker();
  const call = await harness.source.called('S0');
  hear(false);
  call.answer();
  await eventually(async () => (await progress()).succeeded === 1);
  await eventually(() => worker().inFlight.length === 0);
}

/** Returns the calls of the ledger during 100 consecutive round trips to the database. */
async function askedMeanwhile(): Promise<string[]> {
  const before = counting.asked.length;
  for (let n = 0; n < 100; n++) await harness.database.source.query('SELECT');
  return counting.asked.slice(before);
}

test('asks the ledger nothing while it is idle, and goes on when it hears again', async () => {
  await staleAndIdle();
  expect(await askedMeanwhile()).toEqual([]);
  expect(harness.source.symbolsAsked).toEqual(['S0']);
  harness.source.answerAll();
  hear(true);
  expect(await harness.becomes(job.id, 'COMPLETED')).toMatchObject({ progress: { succeeded: 3 } });
});

test('nor when it was stale from the beginning', async () => {
  isStale = true;
  await worker().started;
  await askedMeanwhile();
  expect(await askedMeanwhile()).toEqual([]);
  harness.source.answerAll();
  hear(true);
  await harness.becomes(job.id, 'COMPLETED');
});

test('drains when a pause is heard, by whatever way', async () => {
  await staleAndIdle();
  const paused = await committed(harness.core, job.id, 'PAUSE', ACTOR);
  expect((await harness.job(job.id)).drained).toBe(false);
  pool.obey(job.id, paused);
  await harness.drained(job.id);
  await eventually(() => pool.size === 0);
});

test('a pause that is heard while it drains for one that was withdrawn is obeyed as well', async () => {
  await staleAndIdle();
  for (const action of ['PAUSE', 'RESUME', 'PAUSE'] as const) {
    pool.obey(job.id, await committed(harness.core, job.id, action, ACTOR));
  }
  await harness.drained(job.id);
  await eventually(() => pool.size === 0);
});

test('a pause that the database knows nothing of is asked about once, not again and again', async () => {
  const call = (worker(), await harness.source.called('S0'));
  pool.obey(job.id, { version: 99, state: 'PAUSED' });
  call.answer();
  await eventually(() => counting.asked.includes('recordDrained'));
  await askedMeanwhile();
  expect(await askedMeanwhile()).toEqual([]);
  expect(counting.asked.filter((name) => name === 'recordDrained')).toHaveLength(1);
});

test('a worker whose job rests in an older version than it has heard of ends, and asks no more', async () => {
  const call = (worker(), await harness.source.called('S0'));
  pool.obey(job.id, { version: 99, state: 'PAUSED' });
  await committed(harness.core, job.id, 'PAUSE', ACTOR);
  call.answer();
  await harness.drained(job.id);
  await eventually(() => pool.size === 0);
  expect(counting.asked.filter((name) => name === 'takeLease').length).toBeLessThanOrEqual(2);
});

test('a worker that is wound down while it says its last word begins no other run, whatever it is answered', async () => {
  let answer: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (answer = resolve));
  const complete = async () => {
    await answered;
    return { job: await harness.job(job.id), isFinished: false };
  };
  const ledger = Object.create(counting.ledger, { complete: { value: complete } }) as CollectionLedger;
  pool = poolOn(harness.database.source, [harness.source], { ledger });
  harness.source.answerAll();
  const ending = worker();
  await eventually(async () => (await progress()).succeeded === 3);
  await eventually(() => ending.inFlight.length === 0);
  ending.windDown();
  answer();
  await ending.ended;
  expect(counting.asked.filter((name) => name === 'takeLease')).toHaveLength(1);
});

test('a lease that arrives after its process has checked its leases counts as lost: another node may have it', async () => {
  let arrive: () => void = () => undefined;
  const arrival = new Promise<void>((resolve) => (arrive = resolve));
  const mine = new PostgresLedger(harness.database.source, 'tester');
  let grant: () => void = () => undefined;
  const granted = new Promise<void>((resolve) => (grant = resolve));
  const takeLease: CollectionLedger['takeLease'] = async (...asked) => {
    const taken = await mine.takeLease(...asked);
    grant();
    await arrival;
    return taken;
  };
  const late = Object.assign(Object.create(mine) as CollectionLedger, { takeLease });
  const slow = poolOn(harness.database.source, [harness.source], { ledger: late });
  const { ended } = slow.launch({ jobId: job.id, shard: 0 })!;
  await granted;
  expect(slow.runsToCheck()).toEqual([]);
  const another = new PostgresLedger(harness.database.source, 'another node');
  const taken = await another.takeLease({ jobId: job.id, shard: 0 });
  arrive();
  await Promise.race([ended, harness.source.called('S0')]);
  expect(harness.source.symbolsAsked).toEqual([]);
  // It did not take it back either.
  const [lease] = await harness.database.source.query('SELECT holder, run_id FROM job_lease');
  expect(lease).toEqual({ holder: 'another node', run_id: taken.lease!.runId });
  await slow.close(0);
});
