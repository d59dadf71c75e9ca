import { readdirSync, readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import sluice from '../../dist/bench/sluice.js';
import { OUTCOME_TABLE } from './rows.mjs';

const TEMPLATE = 'bench_template';
const CLOCK_TICKS_PER_SECOND = 100;

/** A folder that the server's account can reach too. */
export async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  await chmod(path, 0o755);
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/** One embedded PostgreSQL for all contenders, as the service starts it: everything is synced to disk. */
export class BenchServer {
  static async start() {
    const folder = await temporaryFolder();
    // DBOS and BullMQ open pools of their own; nothing else differs from the service's own settings.
    const settings = { max_connections: '200' };
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

  /** A fresh database with Sluice's schema and the table of the others. */
  async createDatabase() {
    const name = `bench_${++this.databases}`;
    await this.admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
    return this.urlOf(name);
  }

  async dropDatabase(url) {
    await this.admin.query(`DROP DATABASE ${new URL(url).pathname.slice(1)} WITH (FORCE)`);
  }

  /** What the server has written and worked since it started: bytes of WAL, CPU seconds of all its processes. */
  async spent() {
    const { rows } = await this.admin.query(`SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::float8 AS wal`);
    return { walBytes: rows[0].wal, cpuSeconds: cpuSecondsUnder(this.pid) };
  }

  /** No contender shall pay for the checkpoint of the one before. */
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

/** Of a process, its living children, and those that it has waited for. */
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
      // It has just ended.
    }
  }
  return ticks / CLOCK_TICKS_PER_SECOND;
}
