import { contend, countdown, inParts } from './contender.mjs';
import { Rows } from './rows.mjs';

/**
 * @param open returns `{ Queue, Worker, connection }` for a task
 * @param handlerOf returns what does the work of an item
 */
export function bullmqContender(open, handlerOf = (task) => new Rows(task)) {
  return contend(async (task) => {
    const rows = handlerOf(task);
    const { Queue, Worker, connection } = await open(task);
    const queue = new Queue('collect', { connection });
    let worker;
    return {
      queue: async (first, count) => {
        await worker?.close();
        await inParts(first, count, (items) => queue.addBulk(items.map((item) => ({ name: 'item', data: { item } }))));
        const { all, done } = countdown(count);
        return async () => {
          const options = { connection, concurrency: task.concurrency };
          worker = new Worker('collect', ({ data }) => rows.store([data.item]).then(() => null), options);
          worker.on('error', console.error);
          worker.on('completed', () => done());
          await all;
        };
      },
      close: async () => {
        await worker?.close(true);
        await queue.close();
        await rows.close();
      },
    };
  });
}
