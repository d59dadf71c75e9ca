import type { Job } from '../../web/src/api/job-cache';

/** A job of ten symbols as the service sends it to the page, none of them done unless `progress` says so. */
export function shownJob(job: Partial<Job>, progress: Partial<Job['progress']>): Job {
  return {
    __typename: 'CollectionJob',
    id: 'one',
    name: null,
    state: 'RUNNING',
    version: 2,
    settled: true,
    allowedActions: [],
    reason: null,
    interval: 'ONE_DAY',
    from: '2024-01-01T00:00:00.000Z',
    to: '2024-02-01T00:00:00.000Z',
    mode: 'MISSING',
    concurrency: 4,
    verdict: null,
    symbolsWithGaps: 0,
    barsAlreadyThere: 0,
    revised: 0,
    createdAt: '2024-01-01T00:00:00.000Z',
    startedAt: null,
    pausedAt: null,
    completedAt: null,
    source: { __typename: 'Source', name: 'simx' },
    progress: {
      __typename: 'JobProgress',
      done: 0,
      total: 10,
      succeeded: 0,
      empty: 0,
      failed: 0,
      rows: 0,
      symbolsPerSecond: 1,
      etaSeconds: null,
      activeSeconds: 1,
      ...progress,
    },
    ...job,
  };
}
