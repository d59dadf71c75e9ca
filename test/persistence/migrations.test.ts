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
  expect([await tables(), await types()]).toEqual([['migration', 'typeorm_metadata'], []]);
  await source.runMigrations();
  expect([await tables(), await types()]).toEqual(before);
  await database.drop();
});
