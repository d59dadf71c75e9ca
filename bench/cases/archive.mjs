import pg from 'pg';
import { MONTH, startArchiveServer } from '../support/archive/month.mjs';
import { rateTable } from '../support/contender/rates.mjs';
import { inRounds } from '../support/contender/rounds.mjs';
import { startKlinesServer } from '../support/endtoend/klines.mjs';
import { whole } from '../support/report.mjs';
import { BenchServer, temporaryFolder } from '../support/server.mjs';

const PROGRAM = 'archive/sluice';
const CONCURRENCIES = [1, 8];

/** Collects a month of one-minute bars of each symbol, from a local copy of the archive and from a local exchange. */
export const archive = {
  async run(context) {
    const server = await BenchServer.start();
    const [copy, exchange] = [await startArchiveServer(), await startKlinesServer(MONTH.to)];
    const folder = await temporaryFolder();
    const contenders = [
      { name: 'sluice-archive', program: PROGRAM, archiveUrl: copy.url },
      { name: 'sluice-rest', program: PROGRAM },
    ];
    const variants = CONCURRENCIES.map((concurrency) => ({
      params: { concurrency },
      contenders,
      firstBatch: concurrency,
    }));
    const task = { case: 'archive', exchangeUrl: exchange.url, folder: folder.path };
    try {
      await inRounds({ server, variants, task, stored }, context);
    } finally {
      await folder.remove();
      await exchange.stop();
      await copy.stop();
      await server.stop();
    }
  },
  tables: (measurements) => {
    const columns = CONCURRENCIES.map((concurrency) => ({
      title: concurrency === 1 ? 'one symbol at a time' : `${concurrency} symbols at once`,
      units: MONTH.bars,
      holds: (params) => params.concurrency === concurrency,
    }));
    const title = `one-minute bars of a month stored per second (CPU µs of Node + of PostgreSQL for each)`;
    return [rateTable({ id: 'archive', title, columns, notes: [REQUESTS] }, measurements)];
  },
};

/** Checks that every bar is there. */
async function stored(databaseUrl, symbols) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query('SELECT count(*)::float8 AS bars FROM bar');
    const [{ bars }] = rows;
    if (bars !== symbols * MONTH.bars) throw new Error(`${bars} bars are stored of ${symbols * MONTH.bars}`);
    return {};
  } finally {
    await client.end();
  }
}

const REQUESTS = `A month of ${whole(MONTH.bars)} bars is two requests to the archive, and ${Math.ceil(MONTH.bars / 1_000)} to the exchange. Both answer at once and without a limit: at the exchange's own limit of 40 requests a second, REST brings no more than 40,000 bars a second to all symbols together.`;
