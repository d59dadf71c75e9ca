import { RunQueue, type ShardTaker } from '../../src/cluster/runs/run-queue';
import { Pool } from 'pg';
import { poolOptions } from '../../src/persistence/database/pool-options';
import { createTestDatabase } from '../support/database';
import { Link } from '../support/network';

const taker: ShardTaker = { take: async () => undefined, left: () => undefined };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** BullMQ would keep the failed connection and retry on it without a pause. */
test('a node that loses the queue while it joins does not join', async () => {
  const database = await createTestDatabase();
  const link = await Link.to(database.url);
  const pool = new Pool({ connectionString: link.through(database.url), ...poolOptions('queue') });
  pool.on('error', () => undefined);
  const queue = new RunQueue({ pool }, log);
  await queue.open();
  await link.close();
  await expect(queue.take('some', taker)).rejects.toThrow();
  await queue.close();
  await pool.end();
  await database.drop();
});

test('the first nodes of a cluster make the tables of the queue, however many come at once', async () => {
  const database = await createTestDatabase();
  await database.source.query('DROP SCHEMA bullmq CASCADE');
  const pools = [1, 2, 3].map(() => new Pool({ connectionString: database.url, ...poolOptions('queue') }));
  const queues = pools.map((pool) => new RunQueue({ pool }, log));
  await Promise.all(queues.map((queue) => queue.open()));
  await queues[0]!.add([{ jobId: '6f9e3c1a-5f0d-4a8e-9a57-3d9c4d1f7b10', shard: 0 }]);
  const taken = new Promise((resolve) => {
    void queues[1]!.take('another', { ...taker, take: async (shard) => resolve(shard) });
  });
  expect(await taken).toMatchObject({ shard: 0 });
  for (const queue of queues) {
    await queue.closeTaking();
    await queue.close();
  }
  for (const pool of pools) await pool.end();
  await database.drop();
});
