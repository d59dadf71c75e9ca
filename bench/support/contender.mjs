import { once } from 'node:events';
import { createInterface } from 'node:readline';

/**
 * Runs the process of a contender: prepares, reports `ready`, waits for a line on stdin, works until everything is
 * durable, and reports time and CPU. The task is JSON in BENCH_TASK:
 * `{ case, databaseUrl, items, concurrency, barsPerPage, redisPort }`.
 *
 * @param {(task: object) => Promise<{ run: () => Promise<void>, close: () => Promise<void> }>} prepare queues all the
 *   items without starting any; `run` resolves when the last one is recorded as done
 */
export async function contend(prepare) {
  const contender = await prepare(JSON.parse(process.env.BENCH_TASK));
  say({ ready: true });
  const input = createInterface(process.stdin);
  await once(input, 'line');
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await contender.run();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  say({ seconds, cpuSeconds: (user + system) / 1e6 });
  input.close();
  await contender.close();
}

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** Counts completions; `all` resolves with the last one. */
export function countdown(total) {
  let left = total;
  let finish;
  const all = new Promise((resolve) => (finish = resolve));
  return { all, done: (count = 1) => ((left -= count), left <= 0 && finish()) };
}

/** Runs `concurrency` lanes, each of which takes the next `atOnce` items when its previous ones are done. */
export async function inLanes({ items, concurrency }, work, atOnce = 1) {
  let next = 0;
  const lane = async () => {
    while (next < items) {
      const first = next;
      next = Math.min(next + atOnce, items);
      await work(Array.from({ length: next - first }, (_, n) => first + n));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}
