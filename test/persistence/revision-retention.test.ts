import { RevisionRetention } from '../../src/persistence/bars/revision-retention';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { eventually } from '../support/eventually';

let database: TestDatabase;
beforeEach(async () => void (database = await createTestDatabase()));
afterEach(() => database.drop());

const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Inserts revisions that were made so many days ago, oldest first. */
async function insert(count: number, days: number): Promise<void> {
  await database.source.query(
    `INSERT INTO bar_revision (series_id, time, before, after, at, job_id)
     SELECT 1, timestamptz '2024-01-01' + n * interval '1 minute', '{1}', '{2}', now() - $2 * interval '1 day', gen_random_uuid()
       FROM generate_series(1, $1) n`,
    [count, days],
  );
}

const ages = async () =>
  (
    await database.source.query<{ days: number }[]>(
      `SELECT DISTINCT round(extract(epoch FROM now() - at) / 86400)::integer AS days FROM bar_revision ORDER BY 1`,
    )
  ).map(({ days }) => days);

test('revisions that are too old are deleted, however many there are, and the others stay', async () => {
  await insert(2_500, 40);
  await insert(1_500, 20);
  const retention = new RevisionRetention(database.source, 30, LOG);
  retention.start();
  await eventually(async () => (await ages()).length === 1);
  expect(await ages()).toEqual([20]);
  await retention.close();
});

test('a database that does not answer is no reason to end', async () => {
  await insert(1, 40);
  await database.source.query('ALTER TABLE bar_revision RENAME TO hidden');
  const warned = new Promise<void>((resolve) => {
    const retention = new RevisionRetention(database.source, 30, {
      ...LOG,
      warn: () => void retention.close().then(resolve),
    });
    retention.start();
  });
  await warned;
});
