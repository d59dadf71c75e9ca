import { ApolloClient, ApolloLink, InMemoryCache } from '@apollo/client';
import { of } from 'rxjs';
import type { Api } from '../../web/src/api/client';
import type { Job } from '../../web/src/api/job-cache';
import type { JobFilter } from '../../web/src/generated/graphql';
import { JobList } from '../../web/src/jobs/job-list';
import { eventually } from '../support/eventually';
import { shownJob } from './shown-job';

/** The n-th job in order of creation. */
function job(n: number, state: Job['state'] = 'RUNNING', failed = 0): Job {
  const id = `job-${String(n).padStart(4, '0')}`;
  const [version, createdAt] = [state === 'RUNNING' ? 2 : 3, new Date(n * 1_000).toISOString()];
  return shownJob({ id, state, version, createdAt }, { done: failed, failed });
}

/** A service that serves pages of these jobs. */
function serviceWith(jobs: Job[]): Api {
  const link = new ApolloLink(({ variables }) => {
    const begin = jobs.findIndex(({ id }) => id === variables.after) + 1;
    const page = jobs.slice(begin, begin + (variables.first as number));
    const pageInfo = { hasNextPage: begin + page.length < jobs.length, endCursor: page.at(-1)?.id ?? null };
    return of({ data: { jobs: { totalCount: jobs.length, edges: page.map((node) => ({ node })), pageInfo } } });
  });
  const cache = new InMemoryCache({ typePolicies: { Source: { keyFields: ['name'] } } });
  return { apollo: new ApolloClient({ cache, link }) } as Api;
}

const upTo = (n: number) => Array.from({ length: n }, (_, index) => job(n - index));

async function listOf(jobs: Job[], filter: JobFilter = { states: ['RUNNING'] }): Promise<JobList> {
  const list = new JobList(serviceWith(jobs), filter);
  list.reload();
  await eventually(() => list.get().isLoaded);
  return list;
}

const shown = (list: JobList) =>
  list.get().rows.map(({ id, hasLeft }) => `${Number(id.slice(4))}${hasLeft ? ' left' : ''}`);

test('while nobody is at it, the list follows at once', async () => {
  const list = await listOf(upTo(3));
  list.moved([job(4), job(2, 'PAUSED')]);
  expect(shown(list)).toEqual(['4', '3', '1']);
  expect(list.get()).toMatchObject({ waiting: 0, total: 3, places: 3 });
});

test('while it is held no row moves: what comes waits, what goes stays and may come back', async () => {
  const list = await listOf(upTo(3));
  list.hold();
  list.moved([job(4), job(5)]);
  list.moved([job(2, 'PAUSED')]);
  expect(shown(list)).toEqual(['3', '2 left', '1']);
  expect(list.get()).toMatchObject({ waiting: 2, total: 4, places: 3 });
  list.moved([job(2), job(5, 'COMPLETED')]);
  expect(shown(list)).toEqual(['3', '2', '1']);
  expect(list.get()).toMatchObject({ waiting: 1, total: 4 });
  list.release();
  expect(shown(list)).toEqual(['4', '3', '2', '1']);
});

test('what waits is shown on demand, and the order is held from there', async () => {
  const list = await listOf(upTo(2));
  list.hold();
  list.moved([job(3), job(1, 'PAUSED')]);
  list.showWaiting();
  expect(shown(list)).toEqual(['3', '2']);
  list.moved([job(4), job(3, 'PAUSED')]);
  expect(shown(list)).toEqual(['3 left', '2']);
  expect(list.get().waiting).toBe(1);
});

test('rows of which all have left stay, too', async () => {
  const list = await listOf(upTo(1));
  list.hold();
  list.moved([job(1, 'PAUSED')]);
  expect(shown(list)).toEqual(['1 left']);
  expect(list.get()).toMatchObject({ total: 0, places: 1 });
  list.release();
  expect(list.get().places).toBe(0);
});

test('a page of older jobs comes behind the held rows, and is not new', async () => {
  const list = await listOf(upTo(300));
  list.hold();
  list.moved([job(301)]);
  expect(list.get()).toMatchObject({ waiting: 1, places: 300 });
  list.want(250);
  await eventually(() => list.get().rows.length === 300);
  expect(shown(list).at(-1)).toBe('1');
  expect(list.get()).toMatchObject({ waiting: 1, places: 300 });
  // Rows loaded meanwhile are held like the others.
  list.moved([job(2, 'PAUSED')]);
  expect(shown(list).slice(-3)).toEqual(['3', '2 left', '1']);
});

test('read anew while it is held, rows that are not loaded yet have not left', async () => {
  const jobs = upTo(300);
  const list = await listOf(jobs);
  list.want(299);
  await eventually(() => list.get().rows.length === 300);
  list.want(0);
  list.hold();
  jobs.unshift(job(301));
  jobs.splice(3, 1);
  list.reload();
  await eventually(() => list.get().waiting === 1);
  expect(shown(list)).toHaveLength(300);
  expect(shown(list).filter((row) => row.endsWith('left'))).toEqual(['298 left']);
});

test('jobs as new as those that were loaded are listed, also when none of these fits any more', async () => {
  const list = await listOf(upTo(150));
  list.moved(upTo(150).map(({ id }) => job(Number(id.slice(4)), 'PAUSED')));
  expect(shown(list)).toEqual([]);
  list.moved([job(151), job(149), job(1)]);
  expect(shown(list)).toEqual(['151', '149']);
});

test.each([
  [true, ['2']],
  [false, ['3', '1']],
  [null, ['3', '2', '1']],
] as const)('hasFailures %p lets through %p of jobs of which one has failures', async (hasFailures, wanted) => {
  const list = await listOf([], { hasFailures });
  list.moved([job(1), job(2, 'COMPLETED', 4), job(3)]);
  expect(shown(list)).toEqual(wanted);
});

test('a job comes to the filter that its verdict fits, and goes from those that it does not', async () => {
  const ended = (n: number, verdict: Job['verdict']) => ({ ...job(n, 'COMPLETED'), verdict });
  const [attention, none, gaps] = await Promise.all([
    listOf([], { needsAttention: true }),
    listOf([], { needsAttention: false }),
    listOf([], { verdicts: ['WITH_GAPS', 'WITH_FAILURES'] }),
  ]);
  const all = [ended(6, 'COMPLETE'), ended(5, 'WITH_GAPS'), ended(4, 'WITH_FAILURES'), ended(3, 'NOTHING_COLLECTED')];
  for (const list of [attention, none, gaps]) list.moved([...all, job(2, 'FAILED'), job(1)]);
  expect(shown(attention)).toEqual(['5', '4', '3', '2']);
  expect(shown(none)).toEqual(['6', '1']);
  expect(shown(gaps)).toEqual(['5', '4']);
});
