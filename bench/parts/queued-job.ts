import { randomUUID } from 'node:crypto';
import type { JobDraft } from '../../src/application/ports/collection-job-repository';
import type { DataSource, Page, PageRequest } from '../../src/application/ports/data-source';
import { createCore } from '../../src/core';
import { openDatabases } from '../../src/persistence/database/databases';

type PageOf = (symbol: string, request: PageRequest) => Page;

/** A source that answers at once. */
function answering(pageOf: PageOf): DataSource {
  return {
    name: 'bench',
    kind: 'SIMULATED',
    description: 'answers at once',
    intervals: ['ONE_MINUTE'],
    requestsPerMinute: Infinity,
    barsPerPage: 1_000,
    listingCost: 1,
    open: async () => undefined,
    listSymbols: async () => [],
    fetchPage: async (symbol, request) => pageOf(symbol, request),
  };
}

/**
 * A job that exists, but whose worker has not started: use cases, worker and ledger as the service runs them.
 * @returns `run` resolves once the job is COMPLETED
 */
export async function queuedJob(
  databaseUrl: string,
  pageOf: PageOf,
  asked: Pick<JobDraft, 'symbols' | 'concurrency'>,
): Promise<{ run: () => Promise<void>; close: () => Promise<void> }> {
  const databases = await openDatabases(databaseUrl);
  const source = answering(pageOf);
  const { jobs, feed, workers, close } = await createCore({
    databases,
    sources: new Map([[source.name, source]]),
    retry: { maxAttempts: 1, baseMs: 1, capMs: 1, maxRetryAfterMs: 1 },
    maxInFlight: 1_000,
    cluster: null,
    log: { info: () => undefined, warn: console.error, error: console.error },
  });
  const window = { interval: 'ONE_MINUTE', from: new Date('2024-01-01'), to: new Date('2024-02-01') } as const;
  const given = {
    name: null,
    source: source.name,
    mode: 'MISSING',
    asksFor: ['NOT_COLLECTED'],
    windows: null,
  } as const;
  const draft = { ...given, ...window, ...asked };
  const job = await jobs.transaction((tx) => tx.create(randomUUID(), draft, { actor: 'bench' }));
  return {
    run: async () => {
      const completed = new Promise<void>((resolve) => {
        feed.listen(job.id, (update) => void (update.job.state === 'COMPLETED' && resolve()));
      });
      await workers.startWorker(job);
      await completed;
    },
    close: async () => {
      await close(0);
      await databases.close();
    },
  };
}
