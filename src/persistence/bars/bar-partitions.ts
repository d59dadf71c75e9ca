import type { ClientBase } from 'pg';
import { BarPartitionError, holdingBars, isDefault, type BarPartition } from './bar-table';

export type Period = 'month' | 'year';

export interface PartitionPlan {
  /** Undefined: as it is, or by month. */
  readonly by: Period | undefined;
  /** So far ahead of now there shall be partitions. Undefined: as AHEAD_MONTHS says. */
  readonly aheadMonths: number | undefined;
}

/** A year that is cut into months is looked after more often than one that is whole. */
const AHEAD_MONTHS: Readonly<Record<Period, number>> = { month: 3, year: 12 };

export interface Partitioning {
  readonly by: Period;
  /** Whether the table was one whole before. */
  readonly isNew: boolean;
  /** Names, in the order of time. */
  readonly created: readonly string[];
  /** Bars that went into the new partitions, and, out of a whole table, into the default one. */
  readonly moved: number;
}

/**
 * Makes `bar` a table that is partitioned by time, or adds the partitions that it lacks: one for every period that a
 * stored bar lies in, and those from now to some months ahead. What lies in none is in the default partition, so no
 * insert ever fails; the next call gives it a partition. One transaction, in which nobody else reads or writes bars.
 * @throws BarPartitionError
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
  // Autovacuum does not look at a partitioned table as a whole.
  if (result.moved > 0) await client.query('ANALYZE bar');
  return result;
}

/** A table keeps the period that it was divided by: a year would overlap the months that are there. */
function periodOf(partitions: readonly BarPartition[] | null, asked: Period | undefined): Period {
  const [first] = partitions?.filter((partition) => !isDefault(partition)) ?? [];
  if (!first) return asked ?? 'month';
  const by = first.from && first.to && following(first.from, 'month') >= first.to ? 'month' : 'year';
  if (asked && asked !== by)
    throw new BarPartitionError(`bar is partitioned by ${by} already, which --by cannot change`);
  return by;
}

/** Starts of the periods that bars lie in. What is beyond any calendar stays in the default partition. */
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

/** In the order of time, each once. */
function lacking(partitions: readonly BarPartition[], wanted: readonly Date[], by: Period): Date[] {
  const isFree = (start: Date) =>
    partitions.every(({ from, to }) => !from || !to || to <= start || from >= following(start, by));
  const starts = [...new Set(wanted.map((start) => start.getTime()))].sort((a, b) => a - b);
  return starts.map((start) => new Date(start)).filter(isFree);
}

/** Keys and indexes come last: to build them over what is there costs a fraction of keeping them row by row. */
async function divideWhole(client: ClientBase, starts: readonly Date[], by: Period): Promise<number> {
  const { rows } = await client.query<{ statement: string }>(WHAT_BELONGS_TO_IT);
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

/** Where the bars are that are being moved. */
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

/** The table's primary key under its name, other indexes, and the rights of others. */
const WHAT_BELONGS_TO_IT = `
  SELECT format('ALTER TABLE bar ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)) AS statement
    FROM pg_constraint WHERE conrelid = 'bar'::regclass AND contype = 'p'
   UNION ALL
  SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'bar'::regclass AND NOT indisprimary
   UNION ALL
  SELECT format('GRANT %s ON bar TO %s', privilege_type,
                CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
         || CASE WHEN is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM pg_class, aclexplode(relacl) WHERE oid = 'bar'::regclass AND grantee <> relowner`;

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
