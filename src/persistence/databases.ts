import type { DataSource } from 'typeorm';
import { createDataSource, poolOf } from './data-source';
import { endOf } from './pool-end';
import type { StatementLimits } from './pool-options';

/** The database by what is asked of it: each with connections of its own, see PoolUse. */
export interface Databases {
  readonly commands: DataSource;
  readonly stores: DataSource;
  readonly reads: DataSource;
  /** Waits for what is under way, but not for a server that says nothing. */
  readonly close: () => Promise<void>;
}

/** @throws the error of a connection that cannot be made; then none is left open */
export async function openDatabases(connectionString: string, limits?: StatementLimits): Promise<Databases> {
  const open = (use: 'commands' | 'stores' | 'reads') => createDataSource(connectionString, use, limits);
  const databases = { commands: open('commands'), stores: open('stores'), reads: open('reads') };
  const closers: (() => Promise<void>)[] = [];
  const close = async () => void (await Promise.all(closers.map((closer) => closer())));
  try {
    for (const database of Object.values(databases)) {
      await database.initialize();
      closers.push(endOf(poolOf(database), () => database.destroy()));
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ...databases, close };
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
