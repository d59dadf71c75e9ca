import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { createDataSource, poolOf } from '../../src/persistence/database/data-source';
import { openDatabases, type Databases } from '../../src/persistence/database/databases';
import type { StatementLimits } from '../../src/persistence/database/pool-options';
import { emptied, fingerprint } from './emptied';
import { databaseUrl, onServer, TEMPLATE } from './test-server';

export { onServer } from './test-server';

/** A database for one test, empty except for the schema. */
export class TestDatabase {
  private readonly opened: Databases[] = [];
  private isClosed = false;

  private constructor(
    private readonly server: string,
    private readonly name: string,
    readonly url: string,
    /** Connection for the test's own statements. */
    readonly source: DataSource,
    /** Fingerprint of the schema at creation. */
    private readonly schema: string,
  ) {}

  static async create(server: string): Promise<TestDatabase> {
    const name = `test_${randomUUID().replaceAll('-', '')}`;
    await onServer(server, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`));
    const url = databaseUrl(server, name);
    const source = await openTestSource(url);
    return new TestDatabase(server, name, url, source, await fingerprint(source));
  }

  /** Opens the pools as a service does. `drop` closes them. */
  async open(limits?: StatementLimits, through = (direct: string) => direct): Promise<Databases> {
    const databases = await openDatabases(through(this.url), limits);
    this.opened.push(databases);
    return databases;
  }

  /** Terminates all connections and refuses new ones. */
  async refuseConnections(): Promise<void> {
    this.isClosed = true;
    await onServer(this.server, async (client) => {
      await client.query(`ALTER DATABASE ${this.name} ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [this.name]);
    });
  }

  /** Releases the database for reuse by the next test of the file, or removes it if more than its rows has changed. */
  async drop(): Promise<void> {
    for (const databases of this.opened.splice(0)) await databases.close();
    if (await this.canBeUsedAgain()) idle.push(this);
    else await this.remove();
  }

  async remove(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
    await onServer(this.server, (client) => client.query(`DROP DATABASE IF EXISTS ${this.name} WITH (FORCE)`));
  }

  private async canBeUsedAgain(): Promise<boolean> {
    if (this.isClosed || !this.source.isInitialized) return false;
    const { totalCount, idleCount, waitingCount } = poolOf(this.source);
    if (totalCount !== idleCount || waitingCount > 0) return false;
    return emptied(this.source, this.schema);
  }
}

/** Databases for reuse: creating one takes a quarter of a second on a slow machine, and there are a thousand tests. */
const idle: TestDatabase[] = [];

afterAll(async () => {
  for (const database of idle.splice(0)) await database.remove();
});

export async function createTestDatabase(): Promise<TestDatabase> {
  return idle.pop() ?? TestDatabase.create(process.env.TEST_DATABASE_SERVER!);
}

/** Opens a connection for the test's own statements. */
export function openTestSource(url: string): Promise<DataSource> {
  return createDataSource(named(url), 'commands', { commands: 600_000 }).initialize();
}

/** Distinguishes the test's sessions from those of a service. */
function named(url: string): string {
  const changed = new URL(url);
  changed.searchParams.set('application_name', 'sluice test');
  return changed.href;
}
