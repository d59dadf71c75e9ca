import { PEERS } from '../support/contender/peers.mjs';
import { rateTable } from '../support/contender/rates.mjs';
import { startRedis } from '../support/redis.mjs';
import { inRounds } from '../support/contender/rounds.mjs';
import { BenchServer } from '../support/server.mjs';

const CONTENDERS = ['sluice', ...PEERS, 'plain-single', 'plain-hundred', 'plain-coalescing'];
/** Sluice has at most 256 outcomes that wait for their commit, besides what is requested: others get as much, too. */
const AT_ONCE = [1, 8, 32, 256];

/** Durable outcomes of symbols per second, from a source that answers at once with nothing. */
export const symbols = {
  async run(context) {
    const server = await BenchServer.start();
    const redis = await startRedis(server);
    const contenders = CONTENDERS.filter((name) => name !== 'bullmq-redis' || redis);
    const variants = AT_ONCE.map((concurrency) => ({ params: { concurrency }, contenders, firstBatch: 200 }));
    try {
      await inRounds({ server, variants, task: { case: 'symbols', redisPort: redis?.port } }, context);
    } finally {
      await redis?.stop();
      await server.stop();
    }
  },
  tables: (measurements) => {
    const columns = AT_ONCE.map((concurrency) => ({
      title: `${concurrency} at once`,
      holds: (params) => params.concurrency === concurrency,
    }));
    const title = 'durable symbol outcomes per second (CPU µs of Node + of PostgreSQL for each)';
    return [rateTable({ id: 'symbols', title, columns, notes: [IN_FLIGHT] }, measurements)];
  },
};

const IN_FLIGHT =
  'N at once: N items are in flight, each until it is committed. Sluice has N symbols requested (64 at most), and up to 256 outcomes besides that wait for their commit: `1 at once` is one request at a time, `256 at once` gives the others as much in flight as Sluice has in every column.';
