import { PEERS } from '../support/contender/peers.mjs';
import { rateTable } from '../support/contender/rates.mjs';
import { startRedis } from '../support/redis.mjs';
import { inRounds } from '../support/contender/rounds.mjs';
import { BenchServer } from '../support/server.mjs';

const RESOLVING = ['sluice', ...PEERS, 'plain-unnest', 'plain-copy-merge'];
const CONCURRENCY = 8;

/** For each state of the rows: who can store them, and whether a batch repeats the pages of the one before. */
const STATES = {
  new: { contenders: [...RESOLVING, 'plain-copy'], repeats: false },
  known: { contenders: [...RESOLVING, 'plain-unnest-changed'], repeats: true },
  revised: { contenders: [...RESOLVING, 'plain-unnest-changed'], repeats: true },
};

const VARIANTS = [
  { barsPerPage: 250, rows: 'new' },
  { barsPerPage: 1_000, rows: 'new' },
  { barsPerPage: 1_000, rows: 'known' },
  { barsPerPage: 1_000, rows: 'revised' },
];

/** Bars stored per second, from a source that answers at once with a page of bars: new ones, or such as exist. */
export const bars = {
  async run(context) {
    const server = await BenchServer.start();
    const redis = await startRedis(server);
    const pages = Math.max(CONCURRENCY, Math.round(300 * context.scale));
    const variants = VARIANTS.map(({ barsPerPage, rows }) => ({
      params: { concurrency: CONCURRENCY, barsPerPage, rows },
      contenders: STATES[rows].contenders.filter((name) => name !== 'bullmq-redis' || redis),
      repeats: STATES[rows].repeats,
      firstBatch: STATES[rows].repeats ? pages : 2 * CONCURRENCY,
    }));
    try {
      await inRounds({ server, variants, task: { case: 'bars', redisPort: redis?.port } }, context);
    } finally {
      await redis?.stop();
      await server.stop();
    }
  },
  tables: (measurements) => {
    const column = (title, barsPerPage, rows) => ({
      title,
      units: barsPerPage,
      holds: (params) => params.barsPerPage === barsPerPage && params.rows === rows,
    });
    const title = `bars stored per second, ${CONCURRENCY} pages at once (CPU µs of Node + of PostgreSQL for each)`;
    const columns = [
      column('new, 250 a page', 250, 'new'),
      column('new, 1,000 a page', 1_000, 'new'),
      column('known, unchanged, 1,000 a page', 1_000, 'known'),
      column('known, all revised, 1,000 a page', 1_000, 'revised'),
    ];
    return [rateTable({ id: 'bars', title, columns, notes: [CONFLICTS] }, measurements)];
  },
};

const CONFLICTS =
  'All but the bare COPY resolve conflicts in every column. The others have one statement for all columns, `INSERT … ON CONFLICT DO UPDATE`, which writes a known row again; Sluice collects known windows in mode REFRESH, and leaves a row that is unchanged, as the limit that says so does.';
