import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

type Row = Record<string, unknown>;

/** Reads a Parquet file with DuckDB. @param sql builds a query; receives the quoted path. @returns rows of text */
export async function queryParquet<T extends Row>(file: Uint8Array, sql: (path: string) => string): Promise<T[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-parquet-'));
  // Tests do not use the network.
  const instance = await DuckDBInstance.create(':memory:', { autoinstall_known_extensions: 'false', threads: '1' });
  const connection = await instance.connect();
  try {
    const path = join(folder, 'bars.parquet');
    await writeFile(path, file);
    await connection.run(`SET TimeZone = 'UTC'`);
    const answer = await connection.runAndReadAll(sql(`'${path}'`));
    return answer.getRowObjectsJson() as T[];
  } finally {
    connection.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true });
  }
}

/** Returns the rows of a Parquet file with every value as text. */
export function parquetRows(file: Uint8Array): Promise<Record<string, string | null>[]> {
  return queryParquet(file, (path) => `SELECT COLUMNS(*)::varchar FROM ${path}`);
}

/** Returns the names of the columns with their types. */
export async function parquetTypes(file: Uint8Array): Promise<Record<string, string>> {
  const columns = await queryParquet<{ column_name: string; column_type: string }>(
    file,
    (path) => `DESCRIBE SELECT * FROM ${path}`,
  );
  return Object.fromEntries(columns.map(({ column_name, column_type }) => [column_name, column_type]));
}

/** Returns the key-value metadata of the file. */
export async function parquetMetadata(file: Uint8Array): Promise<Record<string, string>> {
  const pairs = await queryParquet<{ key: string; value: string }>(
    file,
    (path) => `SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata(${path})`,
  );
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}
