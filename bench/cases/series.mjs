import pg from 'pg';
import { table } from '../record/table.mjs';
import { fillBars, FIRST_BAR } from '../support/filled/fill-bars.mjs';
import { digits, groupBy, quantiles, whole } from '../support/report.mjs';
import { BenchServer } from '../support/server.mjs';
import { Service } from '../support/service/service.mjs';

const BARS = 5_000_000;
const SERIES = 100_000;
const SAMPLES = 100;
const WARM_UP_SAMPLES = 10;
const LONG = 'LONG';
/** Symbols with numbers in no order of insertion. */
const SHORT_SERIES = `
  INSERT INTO series (source, symbol, interval, covered, updated_at)
  SELECT 'simx', 'S-' || n * 7919 % $1, 'ONE_DAY', '{[2024-01-01Z,2024-02-01Z)}', now() FROM generate_series(1, $1::integer) n`;

const GAPS = 'edges { node { from to bars reason } } pageInfo { endCursor }';
const LIST = 'edges { node { symbol interval bars first last coveredFraction } } pageInfo { endCursor }';

/** What is asked. Each gets the service, the number of the sample and what the preparation has found. */
const QUERIES = {
  'gaps of the long series, the first 100': (found) => gapsOf(found, 'first: 100'),
  'gaps of the long series, 100 in the middle': (found, n) => gapsOf(found, `first: 100, from: "${timeAt(found, n)}"`),
  'series, the first 50': () => `{ series(first: 50) { ${LIST} } }`,
  'series, the 50 after any of them': ({ cursors }, n) =>
    `{ series(first: 50, after: "${cursors[n % cursors.length]}") { ${LIST} } }`,
};

/** The gaps of a series of 5 million bars, of which one in a thousand is missing, and the list of 100,000 series. */
export const series = {
  async run({ rounds, scale, note, record }) {
    const size = { bars: Math.round(BARS * scale), series: Math.round(SERIES * scale) };
    const server = await BenchServer.start();
    let service;
    try {
      const url = await server.createDatabase();
      await fill(url, size, note);
      service = await Service.start('', { DATABASE_URL: url });
      const found = { ...size, ...(await prepare(service)) };
      for (let round = 1; round <= rounds; round++) {
        for (const query of Object.keys(QUERIES)) {
          note(`series: ${query}, round ${round}`);
          const times = await measure(service, query, found);
          await record({ contender: 'sluice', params: { query, ...size }, round, figures: { times } });
        }
      }
    } finally {
      await service?.kill('SIGTERM');
      await server.stop();
    }
  },
  tables: (measurements) => {
    const { bars, series: count } = measurements[0].params;
    const rows = [...groupBy(measurements, ({ params }) => params.query)].map(([query, own]) => {
      const { p50, p99, max } = quantiles(own.flatMap(({ figures }) => figures.times));
      return [query, ...[p50, p99, max].map(digits(1))];
    });
    const title = `a series of ${whole(bars)} bars among ${whole(count)} series, ms`;
    return [table('series', title, ['', 'p50', 'p99', 'max'], rows)];
  },
};

async function fill(url, { bars, series: count }, note) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await fillBars(client, { prefix: LONG, count: 1, minutes: bars }, note);
    await client.query(SHORT_SERIES, [count]);
    await client.query('VACUUM (ANALYZE)');
  } finally {
    await client.end();
  }
}

/** Finds the id of the long series, and cursors all over the list. */
async function prepare(service) {
  const { series: named } = await service.ask(
    `{ series(symbolContains: "${LONG}", first: 1) { edges { node { id } } } }`,
  );
  const cursors = [];
  for (let after = null, more = true; more;) {
    const { series: page } = await service.ask(
      'query($after: String) { series(first: 500, after: $after) { pageInfo { hasNextPage endCursor } } }',
      { after },
    );
    cursors.push(page.pageInfo.endCursor);
    ({ hasNextPage: more, endCursor: after } = page.pageInfo);
  }
  // The last page may have nothing behind it.
  return { id: named.edges[0].node.id, cursors: cursors.length > 1 ? cursors.slice(0, -1) : cursors };
}

async function measure(service, query, found) {
  const times = [];
  for (let n = 0; n < WARM_UP_SAMPLES + SAMPLES; n++) {
    const document = QUERIES[query](found, n);
    const start = performance.now();
    await service.ask(document);
    if (n >= WARM_UP_SAMPLES) times.push(Number((performance.now() - start).toFixed(3)));
  }
  return times;
}

function gapsOf({ id }, args) {
  return `{ node(id: "${id}") { ... on Series { gaps(${args}) { ${GAPS} } } } }`;
}

/** A time of the long series, another one for each sample. */
function timeAt({ bars }, n) {
  return new Date(FIRST_BAR + ((n * 7_919) % 100) * Math.floor(bars / 100) * 60_000).toISOString();
}
