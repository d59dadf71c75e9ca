import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { table } from '../record/table.mjs';
import { buildEarlier, migrateWith } from '../support/endtoend/earlier-commit.mjs';
import { KLINES, startKlinesServer } from '../support/endtoend/klines.mjs';
import { labelOf } from '../support/contender/peers.mjs';
import { mediansOf, pairedRatio } from '../support/contender/rates.mjs';
import { startRedis } from '../support/redis.mjs';
import { digits, groupBy, median, whole } from '../support/report.mjs';
import { inRounds } from '../support/contender/rounds.mjs';
import { BenchServer } from '../support/server.mjs';

/** The last commit before series, whose bars have their names as text in each row. */
const BEFORE_SERIES = '9da4c30';
const BEFORE_TEMPLATE = 'bench_before_series';
const CONCURRENCY = 8;
const COLLECTOR = fileURLToPath(new URL('../../dist/bench/collector.js', import.meta.url));

/** Collects Binance's rows from a local exchange: source to disk. */
export const endtoend = {
  async run(context) {
    const server = await BenchServer.start();
    const [redis, exchange] = [await startRedis(server), await startKlinesServer()];
    const earlier = await buildEarlier(BEFORE_SERIES);
    if (!earlier) context.note(`the clone has no commit ${BEFORE_SERIES}: measured without it`);
    try {
      if (earlier) migrateWith(earlier.collector, await server.createTemplate(BEFORE_TEMPLATE));
      const contenders = contendersOf(earlier, redis);
      const variants = [{ params: { concurrency: CONCURRENCY }, contenders, firstBatch: CONCURRENCY }];
      const task = { case: 'endtoend', exchangeUrl: exchange.url, redisPort: redis?.port };
      await inRounds({ server, variants, task, stored }, context);
    } finally {
      await earlier?.remove();
      await exchange.stop();
      await redis?.stop();
      await server.stop();
    }
  },
  tables: (measurements) => [endToEndTable(measurements)],
};

function contendersOf(earlier, redis) {
  const sluice = { program: 'endtoend/sluice' };
  return [
    { ...sluice, name: 'sluice', collector: COLLECTOR },
    ...(earlier
      ? [{ ...sluice, name: 'sluice-before-series', collector: earlier.collector, template: BEFORE_TEMPLATE }]
      : []),
    ...['bare', 'ccxt', 'pg-boss'].map((name) => ({ name, program: `endtoend/${name}` })),
    ...(redis ? [{ name: 'bullmq-redis', program: 'endtoend/bullmq-redis' }] : []),
  ];
}

/** Checks that every bar is there, and measures what they take on disk, indexes included. */
async function stored(databaseUrl, symbols) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('VACUUM bar');
    const { rows } = await client.query(
      `SELECT (SELECT count(*) FROM bar)::float8 AS bars,
              pg_total_relation_size('bar')::float8 AS bytes`,
    );
    const [{ bars, bytes }] = rows;
    if (bars !== symbols * KLINES.bars) throw new Error(`${bars} bars are stored of ${symbols * KLINES.bars}`);
    return { bytesPerBar: bytes / bars };
  } finally {
    await client.end();
  }
}

function endToEndTable(measurements) {
  const cpuOf = ({ cpuSeconds, postgresCpuSeconds, items }) => (cpuSeconds + postgresCpuSeconds) / items;
  const rows = [...groupBy(measurements, labelOf)].map(([label, own]) => {
    const medians = mediansOf(own, KLINES.bars);
    if (!medians) return [label, '–', '–', '–', '–', own[0].error];
    const { perSecond, nodeMicros, postgresMicros } = medians;
    const ofBare = pairedRatio(measurements, own[0].contender, 'bare', cpuOf);
    const bytes = median(own.filter(({ figures }) => figures).map(({ figures }) => figures.bytesPerBar));
    return [label, whole(perSecond), digits(1)(nodeMicros), digits(1)(postgresMicros), digits(2)(ofBare), whole(bytes)];
  });
  const header = ['', 'bars/s', 'Node, µs a bar', 'PostgreSQL, µs a bar', 'CPU, of the bare loop', 'bytes a bar'];
  const title = `Binance rows, ${CONCURRENCY} symbols at once, ${KLINES.pages} pages of ${whole(KLINES.rowsPerPage)}`;
  return table('endtoend', title, header, rows, [...beforeSeries(measurements), WHAT]);
}

function beforeSeries(measurements) {
  const ratio = pairedRatio(measurements, 'sluice', 'sluice-before-series', ({ items, seconds }) => items / seconds);
  return Number.isNaN(ratio) ? [] : [`Sluice stores ${digits(2)(ratio)} × the bars/s of the commit before series.`];
}

const WHAT =
  'PostgreSQL includes Redis where there is one. ccxt stores five values of a bar, all others eight. Only Sluice checks rows, and stores what is proved and where to go on; the others begin a symbol again after a crash.';
