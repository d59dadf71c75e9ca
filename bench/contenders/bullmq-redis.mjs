// BullMQ 6.7 on Redis, which the benchmark starts with `appendfsync always`: acknowledged is on disk, as everywhere else.
import { Queue, Worker } from 'bullmq';
import { bullmqContender } from '../support/bullmq.mjs';

await bullmqContender(({ redisPort }) => ({
  Queue,
  Worker,
  connection: { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null },
}));
