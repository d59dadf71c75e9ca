import type { CollectionJob } from '../../src/domain/collection-job';
import type { JobState } from '../../src/domain/job-state';
import { ConflatingQueue, PROGRESS_INTERVAL_MS } from '../../src/graphql/live/conflating-queue';

let gone: AbortController;

beforeEach(() => {
  gone = new AbortController();
  jest.useFakeTimers();
});
afterEach(() => void jest.useRealTimers());

function job(version: number, done: number, state: JobState = 'RUNNING', id = 'a'): CollectionJob {
  const progress = { total: 100, succeeded: done, empty: 0, failed: 0, rows: done, activeMs: 0, symbolsPerSecond: 0 };
  return { id, version, state, drained: false, progress } as CollectionJob;
}

const transition = (moved: CollectionJob) => ({ job: moved, kind: 'TRANSITION' as const });
const progress = (moved: CollectionJob) => ({ job: moved, kind: 'PROGRESS' as const });

/** Collects deliveries as id, version and succeeded, such as `a3:5`, and `end` at the end. */
function reader(queue: ConflatingQueue): string[] {
  const delivered: string[] = [];
  void (async () => {
    for await (const { id, version, progress } of queue) delivered.push(`${id}${version}:${progress.succeeded}`);
    delivered.push('end');
  })();
  return delivered;
}

const settle = () => jest.advanceTimersByTimeAsync(0);

test('delivers every transition at once, in order', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  for (const version of [2, 3, 4]) queue.put(transition(job(version, 0)));
  await settle();
  expect(delivered).toEqual(['a2:0', 'a3:0', 'a4:0']);
});

test('delivers progress four times a second, and always its last value', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  for (let done = 1; done <= 100; done++) {
    queue.put(progress(job(2, done)));
    await jest.advanceTimersByTimeAsync(10);
  }
  await jest.advanceTimersByTimeAsync(PROGRESS_INTERVAL_MS);
  expect(delivered.length).toBeLessThanOrEqual(5);
  expect(delivered.at(-1)).toBe('a2:100');
});

test('a transition overtakes progress that waits, and what is older than it is not delivered any more', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  queue.put(progress(job(2, 1)));
  await settle();
  queue.put(progress(job(2, 2)));
  queue.put(transition(job(3, 2, 'PAUSED')));
  queue.put(progress(job(2, 2)));
  await jest.advanceTimersByTimeAsync(10 * PROGRESS_INTERVAL_MS);
  expect(delivered).toEqual(['a2:1', 'a3:2']);
});

test('nothing comes after the end of a job, however late it is told', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  queue.put(transition(job(3, 2, 'CANCELLED')));
  await settle();
  queue.put(progress(job(2, 5)));
  queue.put(transition(job(2, 5, 'PAUSED')));
  await jest.advanceTimersByTimeAsync(PROGRESS_INTERVAL_MS);
  expect(delivered).toEqual(['a3:2']);
});

test('who does not read is held a bounded amount, and finds the latest', async () => {
  const queue = new ConflatingQueue(gone.signal);
  for (let version = 2; version < 10_000; version++) {
    queue.put(transition(job(version, version)));
    queue.put(progress(job(version, version)));
  }
  const delivered = reader(queue);
  await jest.advanceTimersByTimeAsync(PROGRESS_INTERVAL_MS);
  expect(delivered.length).toBeLessThanOrEqual(17);
  expect(delivered.at(-1)).toBe('a9999:9999');
});

test('who does not read finds how the job ended, whatever became of it before', async () => {
  const queue = new ConflatingQueue(gone.signal);
  for (let version = 2; version < 100; version++) queue.put(transition(job(version, 5)));
  queue.put(transition(job(100, 5, 'COMPLETED')));
  const delivered = reader(queue);
  await settle();
  expect(delivered.at(-1)).toBe('a100:5');
});

test('one busy job does not hold back another', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  for (let done = 1; done <= 20; done++) {
    queue.put(progress(job(2, done, 'RUNNING', 'a')));
    queue.put(progress(job(2, done, 'RUNNING', 'b')));
    await jest.advanceTimersByTimeAsync(50);
  }
  const count = (id: string) => delivered.filter((entry) => entry.startsWith(id)).length;
  expect(count('b')).toBe(count('a'));
});

test('closing ends a reader that waits, and leaves no timer', async () => {
  const queue = new ConflatingQueue(gone.signal);
  const delivered = reader(queue);
  queue.put(progress(job(2, 1)));
  await settle();
  queue.put(progress(job(2, 2)));
  await settle();
  gone.abort();
  await settle();
  expect(delivered).toEqual(['a2:1', 'end']);
  expect(jest.getTimerCount()).toBe(0);
});
