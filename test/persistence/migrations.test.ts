import { Client } from 'pg';
import { isUpToDate, SCHEMA_VERSION } from '../../src/persistence/database/databases';
import { createTestDatabase } from '../support/database';

test('every migration can be taken back, and run again', async () => {
  const database = await createTestDatabase();
  const { source } = database;
  const names = async (query: string) => (await source.query<{ name: string }[]>(query)).map(({ name }) => name);
  const tables = () =>
    names(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v') ORDER BY 1`,
    );
  const types = () =>
    names(
      `SELECT typname AS name FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype = 'e' ORDER BY 1`,
    );
  const before = [await tables(), await types()];
  while ((await source.query<unknown[]>('SELECT 1 FROM migration')).length > 0) await source.undoLastMigration();
  expect([await tables(), await types()]).toEqual([['migration'], []]);
  await source.runMigrations();
  expect([await tables(), await types()]).toEqual(before);
  await database.drop();
});

describe('whether a database is up to date', () => {
  async function found(applied: (names: string[]) => string[]): Promise<boolean> {
    const database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    const { rows } = await client.query<{ name: string }>('SELECT name FROM migration');
    await client.query('DELETE FROM migration');
    const names = applied(rows.map(({ name }) => name));
    await client.query('INSERT INTO migration (timestamp, name) SELECT 0, name FROM unnest($1::text[]) AS name', [
      names,
    ]);
    return isUpToDate(client).finally(async () => {
      await client.end();
      await database.drop();
    });
  }

  test('it is with all migrations', async () => expect(await found((names) => names)).toBe(true));

  test('it is not when one is missing', async () => expect(await found(() => [])).toBe(false));

  test('one of a newer version is refused in one line', async () => {
    const newer = `Newer${SCHEMA_VERSION + 1}`;
    await expect(found((names) => [...names, newer])).rejects.toThrow(
      /^it is of a newer version .*; start that version$/,
    );
  });

  test('one of an unreleased build is refused in one line', async () => {
    await expect(found(() => ['Initial1795449943619'])).rejects.toThrow(/^it was made by .*; use an empty one$/);
  });
});
