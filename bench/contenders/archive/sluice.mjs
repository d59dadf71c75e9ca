// Sluice, with the archive of Binance if the task has one: source, use cases, worker and ledger, as the service runs them.
import { contend, range } from '../../support/contender/contender.mjs';
import { MONTH } from '../../support/archive/month.mjs';

const part = (name) => import(new URL(`../../../dist/bench/${name}.js`, import.meta.url));

await contend(async (task) => {
  const [{ default: archived }, { default: collector }] = [await part('archived-binance'), await part('collector')];
  const source = await archived.unlimitedArchivedBinance(task.exchangeUrl, task.archiveUrl, task.folder);
  const { queue, close } = await collector.openCollector(task.databaseUrl, source);
  const [from, to] = [new Date(MONTH.from), new Date(MONTH.to)];
  return {
    queue: (first, count) => {
      const symbols = range(first, first + count).map((item) => `S${item}USDT`);
      return queue({ symbols, concurrency: task.concurrency, mode: 'MISSING', from, to });
    },
    close: async () => {
      await close();
      await source.close();
    },
  };
});
