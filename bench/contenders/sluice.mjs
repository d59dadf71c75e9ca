// Sluice: use cases, worker and ledger as the service runs them, with a source that answers at once. A batch is a job.
// Bars that exist already are collected again as a user would: by a job in mode REFRESH over the same window.
import { contend, range } from '../support/contender/contender.mjs';
import { pageOf } from '../support/contender/rows.mjs';
import collector from '../../dist/bench/collector.js';

/** Upper bound of the API. */
const MAX_CONCURRENCY = 64;
const WINDOW = { from: new Date('2024-01-01'), to: new Date('2024-02-01') };

await contend(async (task) => {
  const answer = (symbol, { from, to }) => {
    const bars = task.case === 'bars' ? pageOf(task, Number(symbol.slice('BENCH-'.length))) : [];
    return { bars, quarantined: [], answered: { from, to }, outOfReach: null, next: null, asOf: Date.now() };
  };
  const { queue, close } = await collector.openCollector(task.databaseUrl, collector.answering(answer));
  const concurrency = Math.min(task.concurrency, MAX_CONCURRENCY);
  return {
    queue: (first, count) => {
      const symbols = range(first, first + count).map((item) => `BENCH-${item}`);
      const mode = task.rows === 'known' || task.rows === 'revised' ? 'REFRESH' : 'MISSING';
      return queue({ symbols, concurrency, mode, ...WINDOW });
    },
    close,
  };
});
