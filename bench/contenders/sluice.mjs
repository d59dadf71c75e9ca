// Sluice: use cases, worker and ledger as the service runs them, with a source that answers at once.
import { contend } from '../support/contender.mjs';
import { barsOf } from '../support/rows.mjs';
import sluice from '../../dist/bench/sluice.js';

await contend(async (task) => {
  const databases = await sluice.openDatabases(task.databaseUrl);
  const source = {
    name: 'bench',
    kind: 'SIMULATED',
    description: 'answers at once',
    intervals: ['ONE_MINUTE'],
    requestsPerMinute: Infinity,
    listSymbols: async () => [],
    fetchPage: async (symbol) => ({ bars: pageOf(symbol, task), nextCursor: null }),
  };
  const { jobs, feed, workers, close } = await sluice.createCore({
    databases,
    sources: new Map([[source.name, source]]),
    retry: { maxAttempts: 1, baseMs: 1, capMs: 1, maxRetryAfterMs: 1 },
    maxInFlight: 1_000,
    cluster: null,
    log: { info: () => undefined, warn: console.error, error: console.error },
  });
  // Queued like the items of every contender: the job exists, its worker has not started.
  const draft = {
    name: null,
    source: source.name,
    symbols: Array.from({ length: task.items }, (_, n) => `BENCH-${n}`),
    interval: 'ONE_MINUTE',
    from: new Date('2024-01-01'),
    to: new Date('2024-02-01'),
    concurrency: task.concurrency,
  };
  const job = await jobs.transaction((tx) => tx.create(crypto.randomUUID(), draft, { actor: 'bench' }));
  return {
    run: async () => {
      const completed = new Promise((resolve) => {
        feed.listen(job.id, (update) => update.job.state === 'COMPLETED' && resolve());
      });
      await workers.startWorker(job);
      await completed;
    },
    close: async () => {
      await close(0);
      await databases.close();
    },
  };
});

function pageOf(symbol, { case: kind, barsPerPage }) {
  return kind === 'bars' ? barsOf(Number(symbol.slice('BENCH-'.length)), barsPerPage) : [];
}
