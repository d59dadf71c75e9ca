import type { ClientBase } from 'pg';

/** A partition with a range of time, or the default one (both null). */
export interface BarPartition {
  readonly name: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** What was asked cannot be done; the message is one line for the user. */
export class BarPartitionError extends Error {
  override readonly name = 'BarPartitionError';
}

/** How long everybody else may have to wait because somebody does not let go of the table. */
const LOCK_PATIENCE = '30s';

/**
 * Works in a transaction that has the table to itself, as the table's owner, whoever is connected: the service must be
 * able to use what is made. Whoever waits for the lock finds the table that is there afterwards.
 * @param work gets the partitions of the table, null when it is one whole
 */
export async function holdingBars<T>(
  client: ClientBase,
  work: (partitions: readonly BarPartition[] | null) => Promise<T>,
): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${LOCK_PATIENCE}'; SET LOCAL timezone = 'UTC'`);
    await requireTable(client);
    await client.query('LOCK TABLE bar IN ACCESS EXCLUSIVE MODE');
    await client.query(
      `SELECT set_config('role', pg_get_userbyid(relowner), true) FROM pg_class WHERE oid = 'bar'::regclass`,
    );
    const result = await work(await partitionsOf(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // A connection that is lost rolls back by itself, and its own error is the one to tell.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** @returns null when the table is one whole @throws BarPartitionError where there is none */
export async function partitionsOf(client: ClientBase): Promise<readonly BarPartition[] | null> {
  await requireTable(client);
  const { rows } = await client.query<{ partitioned: boolean }>(
    `SELECT relkind = 'p' AS partitioned FROM pg_class WHERE oid = 'bar'::regclass`,
  );
  return rows[0]!.partitioned ? (await client.query<BarPartition>(PARTITIONS)).rows : null;
}

async function requireTable(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ found: boolean }>(`SELECT to_regclass('bar') IS NOT NULL AS found`);
  if (!rows[0]!.found)
    throw new BarPartitionError('this database has no table bar: start the service once, or npm run migration:run');
}

const PARTITIONS = `
  SELECT pg_class.oid::regclass::text AS name, substring(bound FROM 'FROM \\(''(.+?)''\\)')::timestamptz AS "from",
         substring(bound FROM 'TO \\(''(.+?)''\\)')::timestamptz AS "to"
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid, pg_get_expr(relpartbound, pg_class.oid) AS bound
   WHERE inhparent = 'bar'::regclass
   ORDER BY 2, 1`;

export function isDefault({ from, to }: BarPartition): boolean {
  return from === null && to === null;
}
