// BullMQ on PostgreSQL: long items, one process of two. The stalled check gives the jobs of a dead worker to the
// others (https://docs.bullmq.io/guide/workers/stalled-jobs).
import { createPostgresBackend, Queue, Worker } from 'bullmq';

const { DATABASE_URL, EAR, WORKER, LOCK_MS = '30000', CHECK_MS = '30000' } = process.env;
const connection = { connectionString: DATABASE_URL, migrate: true };
const queue = new Queue('takeover', { connection }, createPostgresBackend);
await queue.waitUntilReady();
if (WORKER === 'a') {
  await queue.addBulk(
    Array.from({ length: 12 }, (_, item) => ({ name: 'item', data: { item }, opts: { jobId: `i${item}` } })),
  );
}
const work = async ({ data }) => {
  for (;;) {
    await fetch(`${EAR}?worker=${WORKER}&item=${data.item}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
const options = { connection, concurrency: 6, lockDuration: Number(LOCK_MS), stalledInterval: Number(CHECK_MS) };
const worker = new Worker('takeover', work, { ...options, maxStalledCount: 10 }, createPostgresBackend);
worker.on('error', () => {});
await worker.waitUntilReady();
console.log('ready');
// Leaves room for the jobs of the other worker when it dies. The worker's loop waits for an item to end unless it is
// woken, hence pause and resume.
setTimeout(async () => {
  worker.concurrency = 12;
  await worker.pause(true);
  await worker.resume();
}, 2_000);
