import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import sluice from '../../dist/bench/sluice.js';
import { OUTCOME_TABLE } from './rows.mjs';

const TEMPLATE = 'bench_template';
const CLOCK_TICKS_PER_SECOND = 100;

/** Creates a folder that the account of the PostgreSQL server can access, too. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** One embedded PostgreSQL for all contenders, started as the service starts it: every commit is synced to disk. */
export class BenchServer {
  /** @param further settings of PostgreSQL */
  static async start(further = {}) {
    const folder = await temporaryFolder();
    // DBOS and BullMQ open their own pools; all other settings are those of the service.
    const settings = { max_connections: '200', ...further };
    const server = await sluice.startEmbeddedPostgres({ dataDir: join(folder.path, 'data'), settings });
    const pid = Number(readFileSync(join(folder.path, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    const bench = new BenchServer(server, folder, pid);
    await bench.makeTemplate();
    return bench;
  }

  constructor(server, folder, pid) {
    Object.assign(this, { server, folder, pid, databases: 0 });
    this.admin = new pg.Pool({ connectionString: server.connectionString, max: 1 });
    this.admin.on('error', () => undefined);
  }

  /** Creates a database with Sluice's schema and the outcome table of the other contenders. */
  async createDatabase() {
    const name = `bench_${++this.databases}`;
    await this.admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return this.urlOf(name);
  }

  async dropDatabase(url) {
    await this.admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  }

  /** @returns bytes of WAL written, and CPU seconds of all server processes, since the server started */
  async spent() {
    const { rows } = await this.admin.query(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal`);
    return { walBytes: rows[0].wal, cpuSeconds: cpuSecondsUnder(this.pid) };
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
    await this.admin.query(`CREATE DATABASE ${TEMPLATE}`);
    await sluice.migrate(this.urlOf(TEMPLATE));
    const client = new pg.Client({ connectionString: this.urlOf(TEMPLATE) });
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

/** @returns CPU seconds of a process, its living children, and the children it has waited for */
function cpuSecondsUnder(pid) {
  let ticks = 0;
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const fields = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ')[1].split(' ').map(Number);
      const [, parent] = fields;
      if (Number(entry) === pid) ticks += fields[11] + fields[12] + fields[13] + fields[14];
      else if (parent === pid) ticks += fields[11] + fields[12];
    } catch {
      // The process has ended meanwhile.
    }
  }
  return ticks / CLOCK_TICKS_PER_SECOND;
}
