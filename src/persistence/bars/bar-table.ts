import type { ClientBase } from 'pg';

/** A partition for a range of time, or the default partition (both bounds null). */
export interface BarPartition {
  readonly name: string;
  readonly from: Date | null;
  readonly to: Date | null;
}

/** The request cannot be carried out. The message is one line for the user. */
export class BarPartitionError extends Error {
  override readonly name = 'BarPartitionError';
}

/** lock_timeout. While this session waits for its lock, all others that use the table queue behind it. */
const LOCK_PATIENCE = '30s';

/**
 * Runs `work` in a transaction that holds `bar` exclusively. It runs in the role of the table's owner, whichever user
 * is connected, so that the service can use the tables created. A session that waits for the lock then uses the new
 * table.
 * @param work receives the partitions of the table; null when it is not partitioned
 * @throws BarPartitionError when there is no table `bar`; what `work` throws
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
    // The server rolls back when the connection is lost; the original error is the one to report.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** @returns null when the table is not partitioned. @throws BarPartitionError when there is no table `bar` */
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
