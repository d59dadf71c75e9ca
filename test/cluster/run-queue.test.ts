import { RunQueue, type RunTaker } from '../../src/cluster/run-queue';
import { Pool } from 'pg';
import { poolOptions } from '../../src/persistence/pool-options';
import { createTestDatabase } from '../support/database';
import { Link } from '../support/network';

const taker: RunTaker = { run: async () => 'OVER', lost: () => undefined, left: () => undefined };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** BullMQ would keep the connection that failed, and ask it again and again without a break. */
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
