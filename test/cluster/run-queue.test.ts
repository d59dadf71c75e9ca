import { RunQueue, type RunTaker } from '../../src/cluster/run-queue';
import { PooledClient } from '../../src/persistence/pooled-client';
import { createTestDatabase } from '../support/database';
import { Link } from '../support/network';

const taker: RunTaker = { run: async () => 'OVER', lost: () => undefined, left: () => undefined };
const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** BullMQ would keep the connection that failed, and ask it again and again without a break. */
test('a node that loses the queue while it joins does not join', async () => {
  const database = await createTestDatabase();
  const link = await Link.to(database.url);
  const queue = new RunQueue({ postgresUrl: link.through(database.url), Client: PooledClient }, log);
  await queue.open();
  await link.close();
  await expect(queue.take('some', taker)).rejects.toThrow();
  await queue.close();
  await database.drop();
});
