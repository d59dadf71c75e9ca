import type { DataSource } from 'typeorm';
import { within } from '../application/services/within';
import { createDataSource, poolOf } from './data-source';
import type { PooledClient } from './pooled-client';
import type { StatementLimits } from './pool-options';

/** The database by what is asked of it: each with connections of its own, see PoolUse. */
export interface Databases {
  readonly commands: DataSource;
  readonly stores: DataSource;
  readonly reads: DataSource;
  /** Waits for what is under way, but not for a server that says nothing. */
  close(): Promise<void>;
}

/** How long statements under way may take when the connections are closed, in milliseconds. */
const LAST_STATEMENTS_MS = 2_000;

/** @throws the error of a connection that cannot be made; then none is left open */
export async function openDatabases(connectionString: string, limits?: StatementLimits): Promise<Databases> {
  const open = (use: 'commands' | 'stores' | 'reads') => createDataSource(connectionString, use, limits);
  const databases = { commands: open('commands'), stores: open('stores'), reads: open('reads') };
  const closers: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    for (const database of Object.values(databases)) closers.push(await opened(database));
  } catch (error) {
    await close();
    throw error;
  }
  return { ...databases, close };
}

/** @returns what closes it */
async function opened(database: DataSource): Promise<() => Promise<void>> {
  await database.initialize();
  const clients = new Set<PooledClient>();
  poolOf(database)
    .on('acquire', (client) => clients.add(client as unknown as PooledClient))
    .on('remove', (client) => clients.delete(client as unknown as PooledClient));
  return async () => {
    const closed = database.destroy();
    if (await within(LAST_STATEMENTS_MS, closed)) return;
    for (const client of clients) client.cut();
    await closed;
  };
}

/** Brings the schema up to date. To be called by one process at a time: those that start together would break each other's. */
export async function migrate(connectionString: string): Promise<void> {
  const database = await createDataSource(connectionString, 'migrations').initialize();
  try {
    await database.runMigrations({ transaction: 'each' });
  } finally {
    await database.destroy();
  }
}
