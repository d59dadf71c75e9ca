import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { cpuSeconds, cpuSecondsUnder } from './process.mjs';
import { parts } from './parts.mjs';
import { OUTCOME_TABLE } from './contender/rows.mjs';

const TEMPLATE = 'bench_template';

/** A server that was killed with its service may still write for a moment. */
const REMOVAL = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 };

/** Creates a folder that the account of the PostgreSQL server can access, too. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, REMOVAL) };
}

/** One embedded PostgreSQL for all contenders, started as the service starts it: every commit is synced to disk. */
export class BenchServer {
  /**
   * @param further settings of PostgreSQL
   * @param kept a data folder that stays afterwards, and may be there; by default a temporary one
   */
  static async start(further = {}, kept = null) {
    const folder = kept === null ? await temporaryFolder() : { path: kept, remove: async () => undefined };
    // DBOS and BullMQ open their own pools; all other settings are those of the service.
    const settings = { max_connections: '200', ...further };
    const server = await parts().startEmbeddedPostgres({ dataDir: join(folder.path, 'data'), settings });
    const pid = Number(readFileSync(join(folder.path, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    const bench = new BenchServer(server, folder, pid);
    await bench.makeTemplate();
    return bench;
  }

  constructor(server, folder, pid) {
    Object.assign(this, { server, folder, pid, databases: 0, counted: [] });
    this.admin = new pg.Pool({ connectionString: server.connectionString, max: 1 });
    this.admin.on('error', () => undefined);
  }

  /** Creates a database with Sluice's schema and the outcome table of the other contenders, or from another template. */
  async createDatabase(template = TEMPLATE) {
    // Through the WAL is faster, but for a large one.
    const strategy = template === TEMPLATE ? 'wal_log' : 'file_copy';
    const name = `bench_${++this.databases}`;
    await this.admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await this.admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY ${strategy}`);
    return this.urlOf(name);
  }

  /** Creates an empty database, for a template of its own. @returns its URL */
  async createTemplate(name) {
    // In a folder that was kept, it may be of another schema.
    await this.admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await this.admin.query(`CREATE DATABASE ${name}`);
    return this.urlOf(name);
  }

  async dropDatabase(url) {
    await this.admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  }

  /** Includes a process in the CPU seconds of `spent`. */
  alsoCount(pid) {
    this.counted.push(pid);
  }

  /** @returns bytes of WAL written, and CPU seconds of all server processes, since the server started */
  async spent() {
    const { rows } = await this.admin.query(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal`);
    const others = this.counted.map(cpuSeconds).reduce((sum, seconds) => sum + seconds, 0);
    return { walBytes: rows[0].wal, cpuSeconds: cpuSecondsUnder(this.pid) + others };
  }

  /** A contender must not pay for the checkpoint of the one before. */
  checkpoint() {
    return this.admin.query('CHECKPOINT');
  }

  async stop() {
    await this.admin.end();
    await this.server.stop();
    await this.folder.remove();
  }

  async makeTemplate() {
    const connectionString = await this.createTemplate(TEMPLATE);
    await parts().migrate(connectionString);
    const client = new pg.Client({ connectionString });
    await client.connect();
    await client.query(OUTCOME_TABLE);
    await client.end();
  }

  urlOf(name) {
    const url = new URL(this.server.connectionString);
    url.pathname = `/${name}`;
    return url.href;
  }
}
