import { InMemoryCache } from '@apollo/client';
import { receiveJob, type Job } from '../../web/src/api/job-cache';
import { JobViewFragmentDoc } from '../../web/src/generated/graphql';
import { shownJob } from './shown-job';

/** A job as the service might send it. */
function job(version: number, done: number, other: Partial<Job> = {}): Job {
  const running: Partial<Job> = { version, settled: false, allowedActions: ['PAUSE', 'CANCEL'] };
  return shownJob({ ...running, ...other }, { done, succeeded: done, rows: done });
}

function withRows(given: Job, rows: number): Job {
  return { ...given, progress: { ...given.progress, rows } };
}

const paused = { state: 'PAUSED' as const, allowedActions: ['RESUME' as const, 'CANCEL' as const] };

let cache: InMemoryCache;
beforeEach(() => {
  cache = new InMemoryCache({ typePolicies: { Source: { keyFields: ['name'] } } });
});

const known = () =>
  cache.readFragment({
    id: 'CollectionJob:one',
    fragment: JobViewFragmentDoc,
    fragmentName: 'JobView',
    optimistic: true,
  });

test.each([
  ['an earlier version', job(2, 9), job(3, 1, paused)],
  ['less that is done', job(3, 4), job(3, 5)],
  ['fewer rows', withRows(job(3, 5), 1_000), withRows(job(3, 5), 2_000)],
  ['a drain that has ended', job(3, 5, { ...paused, settled: false }), job(3, 5, { ...paused, settled: true })],
])('%s changes nothing, and the other way round it does', (_what, older, newer) => {
  receiveJob(cache, newer);
  expect(receiveJob(cache, older)).toBe(false);
  expect(known()).toEqual(newer);
  cache.restore({});
  receiveJob(cache, older);
  expect(receiveJob(cache, newer)).toBe(true);
  expect(known()).toEqual(newer);
});

test('of a running job, nothing in flight is no end', () => {
  receiveJob(cache, job(3, 5, { settled: true }));
  expect(receiveJob(cache, job(3, 5, { settled: false }))).toBe(true);
});

test('what is expected of a command shows over updates, until the answer has come', () => {
  receiveJob(cache, job(2, 1));
  cache.recordOptimisticTransaction((layer) => void receiveJob(layer, job(3, 1, paused)), 'command');
  receiveJob(cache, job(2, 2));
  expect(known()).toMatchObject({ state: 'PAUSED', version: 3 });
  cache.removeOptimistic('command');
  expect(known()).toMatchObject({ state: 'RUNNING', version: 2, progress: { done: 2 } });
});
