// BullMQ on Redis with `appendfsync always`: acknowledged means on disk, as for every other contender.
import { Queue, Worker } from 'bullmq';
import { bullmqContender } from '../support/contender/bullmq.mjs';

await bullmqContender(({ redisPort }) => ({
  Queue,
  Worker,
  connection: { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null },
}));
