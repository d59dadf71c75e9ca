import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import type { JobDraft } from '../../src/application/ports/collection-job-repository';
import type { DataSource, Page, PageRequest } from '../../src/application/ports/data-source';
import { createCore } from '../../src/core';
import { openDatabases } from '../../src/persistence/database/databases';
import { binanceAt } from './binance';

/*
 * A program of its own, apart from sluice.ts: it is also built in a checkout of an earlier commit, from that commit's
 * sources. So it uses only what both have. Their Binance sources differ: that of the earlier one is in earlier-commit.mjs.
 */
export { migrate } from '../../src/persistence/schema/migrate';

/** A source that answers at once. */
export function answering(pageOf: (symbol: string, request: PageRequest) => Page): DataSource {
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

/** The source of the service, without its rate limit. */
export async function unlimitedBinance(baseUrl: string): Promise<DataSource & { close(): Promise<void> }> {
  const source = Object.assign(binanceAt(baseUrl), { requestsPerMinute: Infinity });
  await source.open();
  return source;
}

/** Use cases, worker and ledger as the service runs them, without its API. */
export async function openCollector(databaseUrl: string, source: DataSource) {
  const databases = await openDatabases(databaseUrl);
  const { jobs, feed, workers, close } = await createCore({
    databases,
    sources: new Map([[source.name, source]]),
    retry: { maxAttempts: 1, baseMs: 1, capMs: 1, maxRetryAfterMs: 1 },
    maxInFlight: 1_000,
    cluster: null,
    log: { info: () => undefined, warn: console.error, error: console.error },
  });
  return {
    /**
     * Creates a job whose worker has not started.
     * @returns runs it; resolves once it is COMPLETED
     */
    async queue(
      asked: Pick<JobDraft, 'symbols' | 'concurrency' | 'mode' | 'from' | 'to'>,
    ): Promise<() => Promise<void>> {
      const given = {
        name: null,
        source: source.name,
        asksFor: ['NOT_COLLECTED'],
        windows: null,
        fromListing: false,
      } as const;
      const draft = { ...given, interval: 'ONE_MINUTE', ...asked } as const;
      const job = await jobs.transaction((tx) => tx.create(randomUUID(), draft, { actor: 'bench' }));
      return async () => {
        const ended = new Promise<string>((resolve) => {
          feed.listen(job.id, ({ job: { state } }) => void (['COMPLETED', 'FAILED'].includes(state) && resolve(state)));
        });
        await workers.startWorker(job);
        if ((await ended) === 'FAILED') throw new Error('the job is FAILED');
      };
    },
    async close() {
      await close(0);
      await databases.close();
    },
  };
}
