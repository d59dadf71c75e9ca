// BullMQ on Redis: a job for each symbol, whose handler is the bare loop.
import { Queue, Worker } from 'bullmq';
import { bullmqContender } from '../../support/contender/bullmq.mjs';
import { BareCollection } from '../../support/endtoend/kline-rows.mjs';

await bullmqContender(
  ({ redisPort }) => ({
    Queue,
    Worker,
    connection: { host: '127.0.0.1', port: redisPort, maxRetriesPerRequest: null },
  }),
  (task) => new BareCollection(task),
);
