// BullMQ on its PostgreSQL backend: one job per item, one worker of the given concurrency
// (https://docs.bullmq.io/guide/workers/concurrency).
import { createPostgresBackend, withBackend } from 'bullmq';
import { bullmqContender } from '../support/contender/bullmq.mjs';

await bullmqContender((task) => ({
  ...withBackend(createPostgresBackend),
  connection: { connectionString: task.databaseUrl, migrate: true },
}));
