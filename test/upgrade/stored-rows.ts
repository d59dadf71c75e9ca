import type { DataSource } from 'typeorm';

/** What is not part of a fixture: the migrations, and the nodes that were alive. */
const LEFT_OUT = `relname NOT IN ('migration', 'cluster_node')`;

/** In the order in which they were made: a table comes after those that it refers to. */
const TABLES = `
  SELECT relname AS name FROM pg_class
   WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition AND ${LEFT_OUT}
   ORDER BY oid`;

/**
 * Returns all rows as JSON: an object with a list for each table. Written by PostgreSQL, as its numerics are no doubles.
 * The holder of a lease names its machine, which is replaced.
 */
export async function rowsText(database: DataSource): Promise<string> {
  const tables = await database.query<{ name: string }[]>(TABLES);
  const parts = [];
  for (const { name } of tables) {
    const [{ rows }] = await database.query<[{ rows: string }]>(
      `SELECT coalesce(string_agg(to_json(t)::text, E',\\n' ORDER BY t::text), '') AS rows FROM "${name}" t`,
    );
    parts.push(`"${name}": [\n${rows}\n]`);
  }
  return `{\n${parts.join(',\n')}\n}\n`.replace(/"holder":"[^"]+"/g, '"holder":"node-1-00000000"');
}

/** Replaces all rows by those of a text of `rowsText`. */
export async function loadRows(database: DataSource, text: string): Promise<void> {
  const tables = await database.query<{ name: string }[]>(TABLES);
  await database.query(`TRUNCATE ${tables.map(({ name }) => `"${name}"`).join()} RESTART IDENTITY CASCADE`);
  for (const { name } of tables) {
    await database.query(
      `INSERT INTO "${name}" SELECT * FROM json_populate_recordset(null::"${name}", $1::json -> $2)`,
      [text, name],
    );
  }
  for (const name of ['series', 'bar_revision'])
    await database.query(`SELECT setval(pg_get_serial_sequence($1, 'id'), greatest(max(id), 1)) FROM "${name}"`, [
      name,
    ]);
}
