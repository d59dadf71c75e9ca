import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/persistence/data-source';
import { migrate, openDatabases, type Databases } from '../../src/persistence/databases';
import type { StatementLimits } from '../../src/persistence/pool-options';
import { startEmbeddedPostgres } from '../../src/persistence/embedded-postgres/embedded-postgres';

export interface TestServer {
  /** of the server's superuser */
  readonly connectionString: string;
  stop(): Promise<void>;
}

/** One embedded server for the whole jest run, its data thrown away at the end. Nothing is ever synced to disk. */
export async function startTestServer(): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-test-server-'));
  // Run as root, the tests hand the server to another account, which must get through.
  await chmod(folder, 0o755);
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const settings = { fsync: 'off', max_connections: '300' };
    const server = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), settings });
    return { connectionString: server.connectionString, stop: () => server.stop().finally(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Database with all migrations in, that every test's own database is cloned from. */
const TEMPLATE = 'sluice_template';

export async function createTemplate(server: TestServer): Promise<void> {
  await onServer(server.connectionString, (client) => client.query(`CREATE DATABASE ${TEMPLATE}`));
  await migrate(databaseUrl(server.connectionString, TEMPLATE));
}

export interface TestDatabase {
  readonly url: string;
  /** For the test's own statements. */
  readonly source: DataSource;
  /** As a service opens it; closed with `drop`. */
  open(limits?: StatementLimits, through?: (url: string) => string): Promise<Databases>;
  drop(): Promise<void>;
  /** Cuts all connections and lets nobody in any more. */
  refuseConnections(): Promise<void>;
}

/** A database of the test's own, empty but for the schema. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = process.env.TEST_DATABASE_SERVER!;
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
  const url = databaseUrl(server, name);
  const source = await createDataSource(named(url), 'commands', { commands: 600_000 }).initialize();
  const opened: Databases[] = [];
  return {
    url,
    source,
    open: async (limits, through = (direct) => direct) => {
      const databases = await openDatabases(through(url), limits);
      opened.push(databases);
      return databases;
    },
    refuseConnections: () =>
      onServer(server, async (client) => {
        await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name]);
      }),
    drop: async () => {
      for (const databases of opened) await databases.close();
      if (source.isInitialized) await source.destroy();
      await onServer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

/** So that the test's own sessions can be told from those of a service. */
function named(url: string): string {
  const changed = new URL(url);
  changed.searchParams.set('application_name', 'sluice test');
  return changed.href;
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
