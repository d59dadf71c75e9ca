import type { ClientBase } from 'pg';
import { BarPartitionError, holdingBars, isDefault, type BarPartition } from './bar-table';

export type Period = 'month' | 'year';

export interface PartitionPlan {
  /** Undefined: the table's present period, or month. */
  readonly by: Period | undefined;
  /** Partitions are created this many months ahead of now. Undefined: as in AHEAD_MONTHS. */
  readonly aheadMonths: number | undefined;
}

/** A table partitioned by month is expected to be maintained more often than one partitioned by year. */
const AHEAD_MONTHS: Readonly<Record<Period, number>> = { month: 3, year: 12 };

export interface Partitioning {
  readonly by: Period;
  /** Whether the table was not partitioned before. */
  readonly isNew: boolean;
  /** Partition names, in order of time. */
  readonly created: readonly string[];
  /** Bars moved into the new partitions and, if the table was not partitioned before, into the default partition. */
  readonly moved: number;
}

/**
 * Partitions `bar` by time, or adds the missing partitions: one for every period with a stored bar, and those from now
 * to some months ahead. A bar outside all of them goes to the default partition, so no insert fails; the next call
 * creates its partition. Runs in one transaction that holds `bar` exclusively: no other session reads or writes bars
 * meanwhile.
 * @throws BarPartitionError when there is no table `bar`, or it is partitioned by another period
 */
export async function partitionBars(client: ClientBase, plan: PartitionPlan): Promise<Partitioning> {
  const result = await holdingBars(client, async (partitions) => {
    const by = periodOf(partitions, plan.by);
    const source = partitions ? (partitions.find(isDefault)?.name ?? null) : 'bar';
    const wanted = [
      ...(await storedPeriods(client, source, by)),
      ...(await periodsAhead(client, by, plan.aheadMonths ?? AHEAD_MONTHS[by])),
    ];
    const missing = lacking(partitions ?? [], wanted, by);
    const isNew = partitions === null;
    if (!isNew && missing.length === 0) return { by, isNew, created: [], moved: 0 };
    const moved = isNew ? await divideWhole(client, missing, by) : await divideDefault(client, source, missing, by);
    return { by, isNew, created: missing.map((start) => nameOf(start, by)), moved };
  });
  // Autovacuum analyzes partitions, but not the partitioned table itself.
  if (result.moved > 0) await client.query('ANALYZE bar');
  return result;
}

/** A table keeps its period: a partition for a year would overlap existing ones for months. */
function periodOf(partitions: readonly BarPartition[] | null, asked: Period | undefined): Period {
  const [first] = partitions?.filter((partition) => !isDefault(partition)) ?? [];
  if (!first) return asked ?? 'month';
  const by = first.from && first.to && following(first.from, 'month') >= first.to ? 'month' : 'year';
  if (asked && asked !== by)
    throw new BarPartitionError(`bar is partitioned by ${by} already, which --by cannot change`);
  return by;
}

/** Returns the starts of periods that hold bars. Bars outside the years 1000 to 9998 stay in the default partition. */
async function storedPeriods(client: ClientBase, table: string | null, by: Period): Promise<Date[]> {
  if (table === null) return [];
  const { rows } = await client.query<{ start: Date }>(
    `SELECT DISTINCT date_trunc($1, time, 'UTC') AS start FROM ${table} WHERE time >= '1000-01-01' AND time < '9999-01-01'`,
    [by],
  );
  return rows.map(({ start }) => start);
}

async function periodsAhead(client: ClientBase, by: Period, months: number): Promise<Date[]> {
  const { rows } = await client.query<{ start: Date }>(
    `SELECT generate_series(date_trunc($1, now(), 'UTC'), now() + $2 * interval '1 month', ('1 ' || $1)::interval) AS start`,
    [by, months],
  );
  return rows.map(({ start }) => start);
}

/** Returns the starts that no partition covers yet, in order of time, without duplicates. */
function lacking(partitions: readonly BarPartition[], wanted: readonly Date[], by: Period): Date[] {
  const isFree = (start: Date) =>
    partitions.every(({ from, to }) => !from || !to || to <= start || from >= following(start, by));
  const starts = [...new Set(wanted.map((start) => start.getTime()))].sort((a, b) => a - b);
  return starts.map((start) => new Date(start)).filter(isFree);
}

/** Creates keys and indexes last: building them over existing rows costs a fraction of maintaining them row by row. */
async function divideWhole(client: ClientBase, starts: readonly Date[], by: Period): Promise<number> {
  const { rows } = await client.query<{ statement: string }>(WHAT_BELONGS_TO_IT);
  // A view reads the table that it was made for, whatever its name.
  await client.query('DROP VIEW IF EXISTS bars');
  await client.query(`ALTER TABLE bar RENAME TO ${ASIDE}`);
  await client.query(`CREATE TABLE bar (LIKE ${ASIDE} INCLUDING ALL EXCLUDING INDEXES) PARTITION BY RANGE (time)`);
  const moved = await moveFromAside(client, starts, by);
  for (const { statement } of rows) await client.query(statement);
  return moved;
}

async function divideDefault(
  client: ClientBase,
  name: string | null,
  starts: readonly Date[],
  by: Period,
): Promise<number> {
  if (name === null) {
    await createPartitions(client, starts, by);
    return 0;
  }
  await client.query(`ALTER TABLE bar DETACH PARTITION ${name}`);
  await client.query(`ALTER TABLE ${name} RENAME TO ${ASIDE}`);
  return moveFromAside(client, starts, by);
}

/** Table that holds the bars while they are moved. */
const ASIDE = 'bar_aside';

async function moveFromAside(client: ClientBase, starts: readonly Date[], by: Period): Promise<number> {
  await createPartitions(client, starts, by);
  const { rowCount } = await client.query(`INSERT INTO bar SELECT * FROM ${ASIDE}`);
  await client.query(`DROP TABLE ${ASIDE}`);
  return rowCount ?? 0;
}

async function createPartitions(client: ClientBase, starts: readonly Date[], by: Period): Promise<void> {
  for (const start of starts) {
    const range = `FROM ('${start.toISOString()}') TO ('${following(start, by).toISOString()}')`;
    await client.query(`CREATE TABLE ${nameOf(start, by)} PARTITION OF bar FOR VALUES ${range}`);
  }
  await client.query('CREATE TABLE bar_default PARTITION OF bar DEFAULT');
}

/** SQL that lists statements to recreate the table's primary key under its name, its other indexes and its grants. */
const WHAT_BELONGS_TO_IT = `
  SELECT format('ALTER TABLE bar ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS statement
    FROM pg_constraint WHERE conrelid = 'bar'::regclass AND contype = 'p'
   UNION ALL
  SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'bar'::regclass AND NOT indisprimary
   UNION ALL
  SELECT format('GRANT %s ON bar TO %s', privilege_type,
                CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
         || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM pg_class, aclexplode(relacl) WHERE oid = 'bar'::regclass AND grantee <> relowner
   UNION ALL
  SELECT format('CREATE VIEW bars AS %s', pg_get_viewdef(oid)) FROM pg_class WHERE oid = to_regclass('bars')
   UNION ALL
  SELECT format('GRANT %s ON bars TO %s', privilege_type,
                CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
    FROM pg_class, aclexplode(relacl) WHERE oid = to_regclass('bars') AND grantee <> relowner`;

function following(start: Date, by: Period): Date {
  const [year, month] = [start.getUTCFullYear(), start.getUTCMonth()];
  return new Date(by === 'year' ? Date.UTC(year + 1, 0) : Date.UTC(year, month + 1));
}

function nameOf(start: Date, by: Period): string {
  return `bar_${start
    .toISOString()
    .slice(0, by === 'year' ? 4 : 7)
    .replace('-', '_')}`;
}
