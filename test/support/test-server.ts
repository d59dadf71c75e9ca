import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Pool } from 'pg';
import { RunQueue } from '../../src/cluster/runs/run-queue';
import { migrate } from '../../src/persistence/schema/migrate';
import { poolOptions } from '../../src/persistence/database/pool-options';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';

export interface TestServer {
  /** Connection string of the server's superuser. */
  readonly connectionString: string;
  /** Removed with the server. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Starts one embedded server for the whole jest run. Its data is removed at the end and never synced to disk. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-server-'));
  // If root runs the tests, the server runs under another account, which needs access.
  await chmod(folder, 0o755);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const settings = { fsync: 'off', max_connections: '300' };
    const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings });
    await askNoPassword(server.connectionString);
    return { connectionString: server.connectionString, folder, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Disables password authentication: it takes half the time of a connection, and a suite opens thousands. */
async function askNoPassword(server: string): Promise<void> {
  await onServer(server, async (client) => {
    const { rows } = await client.query<{ hba_file: string }>('SHOW hba_file');
    const [{ hba_file: file }] = rows as [{ hba_file: string }];
    await writeFile(file, `host all all 127.0.0.1/32 trust\n${await readFile(file, 'utf8')}`);
    await client.query('SELECT pg_reload_conf()');
  });
}

/** Template with all migrations and the queue's tables, cloned for each test database. */
export const TEMPLATE = 'sluice_template';

export async function createTemplate(server: TestServer): Promise<void> {
  await onServer(server.connectionString, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  const url = databaseUrl(server.connectionString, TEMPLATE);
  await migrate(url);
  await makeQueueTables(url);
}

async function makeQueueTables(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url, ...poolOptions('queue') });
  const queue = new RunQueue({ pool }, { info: () => undefined, warn: () => undefined, error: () => undefined });
  await queue.open();
  await queue.close();
  await pool.end();
}

export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  return work(client).finally(() => client.end());
}
