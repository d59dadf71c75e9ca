import pg from 'pg';
import { fillBars } from './fill-bars.mjs';
import { fillJobs } from './fill-jobs.mjs';

const BARS_PER_SERIES = 250_000;
const FULL = 'bench_filled';
const CONTENT = 'bench_content';

/** What both databases have: what the queries answer with. The empty one has nothing else. */
export const COMMON = { prefix: 'A', count: 50, minutes: 5_000 };
const COMMON_JOBS = 50;
/** The jobs of both are newer than the others. */
const NEWEST = { common: Date.UTC(2024, 5), bulk: Date.UTC(2024, 4) };

/** The series of the full database besides. */
export function bulkOf(bars) {
  const count = Math.max(10, Math.round(bars / BARS_PER_SERIES));
  return { prefix: 'B', count, minutes: Math.ceil(bars / count) };
}

/** @returns the URL of a database with only what both have */
export async function emptyDatabase(server, note) {
  const url = await server.createDatabase();
  await onDatabase(url, (client) => fillCommon(client, note));
  return url;
}

/**
 * @param keep whether the database outlives the server: then a copy is used, and the one of an earlier run if it has
 *   the content and the schema
 * @returns the URL of a database with so many bars and jobs
 */
export async function fullDatabase(server, { bars, jobs, keep }, note) {
  const { rowCount } = await server.admin.query('SELECT FROM pg_database WHERE datname = $1', [FULL]);
  const isThere = rowCount === 1 && (await hasContent(server, server.urlOf(FULL), { bars, jobs }));
  const url = isThere ? server.urlOf(FULL) : await makeFull(server, { bars, jobs }, note);
  if (!keep) return url;
  note('copy');
  return server.createDatabase(FULL);
}

async function makeFull(server, { bars, jobs }, note) {
  const url = server.urlOf(FULL);
  await server.admin.query(`DROP DATABASE IF EXISTS ${FULL}`);
  await server.admin.query(`CREATE DATABASE ${FULL} TEMPLATE bench_template`);
  await onDatabase(url, async (client) => {
    await fillCommon(client, note);
    const bulk = bulkOf(bars);
    await fillBars(client, bulk, note);
    await fillJobs(client, { jobs, newest: NEWEST.bulk, series: bulk }, note);
    note('vacuum');
    await client.query('VACUUM (ANALYZE)');
    await client.query(`CREATE TABLE ${CONTENT} AS SELECT $1::bigint AS bars, $2::bigint AS jobs`, [bars, jobs]);
  });
  return url;
}

async function fillCommon(client, note) {
  await fillBars(client, COMMON, note);
  await fillJobs(client, { jobs: COMMON_JOBS, newest: NEWEST.common, series: COMMON }, note);
  await client.query('VACUUM (ANALYZE)');
}

async function hasContent(server, url, { bars, jobs }) {
  const migrationsOf = async (client) => (await client.query('SELECT name FROM migration ORDER BY name')).rows;
  const wanted = await onDatabase(server.urlOf('bench_template'), migrationsOf);
  return onDatabase(url, async (client) => {
    const { rows: exists } = await client.query('SELECT to_regclass($1) IS NOT NULL AS yes', [CONTENT]);
    if (!exists[0].yes || JSON.stringify(await migrationsOf(client)) !== JSON.stringify(wanted)) return false;
    const { rows } = await client.query(`SELECT bars::float8, jobs::float8 FROM ${CONTENT}`);
    return rows[0].bars === bars && rows[0].jobs === jobs;
  });
}

async function onDatabase(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
