import type { ClientBase } from 'pg';
import type { DataSource } from 'typeorm';
import { createDataSource, poolOf } from './data-source';
import { MIGRATIONS } from '../migrations/index';
import { endOf } from './pool-end';
import type { StatementLimits } from './pool-options';

/** One data source per use of the database, each with its own connections, see PoolUse. */
export interface Databases {
  readonly commands: DataSource;
  readonly stores: DataSource;
  readonly reads: DataSource;
  /** Waits for statements in flight, for a bounded time: it does not wait for a server that does not respond. */
  readonly close: () => Promise<void>;
}

/** @throws the connection error when a pool cannot connect; then no pool is left open */
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

/**
 * The version of the schema that this build works with: the time of its newest migration, in milliseconds since 1970.
 * Nodes of a cluster compare it to find out which of them is older.
 */
export const SCHEMA_VERSION: number = Math.max(...namesOfMigrations().map(timeOf));

/**
 * Returns whether the schema has every migration, which nearly every start finds.
 * @throws Error if a newer version made the schema; or an unreleased build, which no migration leads from
 */
export async function isUpToDate(client: ClientBase): Promise<boolean> {
  const { rows: tables } = await client.query(`SELECT WHERE to_regclass('migration') IS NOT NULL`);
  if (tables.length === 0) return false;
  const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
  const applied = new Set(rows.map(({ name }) => name));
  const known = namesOfMigrations();
  if ([...applied].some((name) => timeOf(name) > SCHEMA_VERSION))
    throw new Error('it is of a newer version of Sluice; start that version');
  if ([...applied].some((name) => timeOf(name) < timeOf(known[0]!)))
    throw new Error('it was made by a version before the first release; use an empty one');
  return known.every((name) => applied.has(name));
}

function namesOfMigrations(): string[] {
  return MIGRATIONS.map((migration) => new migration().name);
}

/** The time at which a migration was made, in milliseconds since 1970: TypeORM puts it at the end of its name. */
function timeOf(name: string): number {
  return Number(name.slice(-13));
}
