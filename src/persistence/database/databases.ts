import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, poolOf } from './data-source';
import { MIGRATIONS } from '../migrations/index';
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
  const opening = Object.values(databases).map(async (database) => {
    await database.initialize();
    closers.push(endOf(poolOf(database), () => database.destroy()));
  });
  const failed = (await Promise.allSettled(opening)).find((opened) => opened.status === 'rejected');
  if (!failed) return { ...databases, close };
  await close();
  throw failed.reason;
}

/** Whether no migration is missing: nearly every start finds it so, and need not make ready what migrates. */
export async function isUpToDate(client: ClientBase): Promise<boolean> {
  const { rows: tables } = await client.query(`SELECT WHERE to_regclass('migration') IS NOT NULL`);
  if (tables.length === 0) return false;
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
  const names = new Set(rows.map(({ name }) => name));
  return MIGRATIONS.every((migration) => names.has(new migration().name));
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
