// Sluice: its own source for Binance, use cases, worker and ledger, as the service runs them. A batch is a job.
import { contend, range } from '../../support/contender/contender.mjs';
import { KLINES } from '../../support/endtoend/klines.mjs';

await contend(async (task) => {
  // Of this checkout, or of an earlier commit.
  const { default: collector } = await import(task.collector);
  const source = await collector.unlimitedBinance(task.exchangeUrl);
  const { queue, close } = await collector.openCollector(task.databaseUrl, source);
  const [from, to] = [new Date(KLINES.from), new Date(KLINES.to)];
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
