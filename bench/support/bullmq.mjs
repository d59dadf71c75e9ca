import { contend, countdown } from './contender.mjs';
import { Rows } from './rows.mjs';

/** @param open returns `{ Queue, Worker, connection }` for a task */
export function bullmqContender(open) {
  return contend(async (task) => {
    const rows = new Rows(task);
    const { Queue, Worker, connection } = await open(task);
    const queue = new Queue('collect', { connection });
    for (let first = 0; first < task.items; first += 1_000) {
      const count = Math.min(1_000, task.items - first);
      await queue.addBulk(Array.from({ length: count }, (_, n) => ({ name: 'symbol', data: { item: first + n } })));
    }
    const { all, done } = countdown(task.items);
    let worker;
    return {
      run: async () => {
        const options = { connection, concurrency: task.concurrency };
        worker = new Worker('collect', ({ data }) => rows.store([data.item]).then(() => null), options);
        worker.on('error', console.error);
        worker.on('completed', () => done());
        await all;
      },
      close: async () => {
        await worker.close(true);
        await queue.close();
        await rows.close();
      },
    };
  });
}
