import { createInterface } from 'node:readline';

/**
 * Runs the process of a contender. The task is JSON in BENCH_TASK: `{ case, databaseUrl, concurrency, barsPerPage,
 * redisPort, exchangeUrl }`. Then each line on stdin is a batch of items, `{ first, count, pass }`: the contender queues
 * them without starting any, says so, and at the next line works until all are recorded as done, durably. It reports
 * the time and CPU that this took. It ends with stdin.
 *
 * @param {(task: object) => Promise<{ queue: (first: number, count: number) => Promise<() => Promise<void>>,
 *   close: () => Promise<void> }>} prepare `queue` resolves to the function that runs the batch
 */
export async function contend(prepare) {
  const task = { ...JSON.parse(process.env.BENCH_TASK), pass: 0 };
  const contender = await prepare(task);
  say({ node: process.version.slice(1) });
  let run = null;
  for await (const line of createInterface(process.stdin)) {
    if (run) {
      say(await measured(run));
      run = null;
    } else {
      const { first, count, pass } = JSON.parse(line);
      task.pass = pass;
      run = await contender.queue(first, count);
      say({ queued: count });
    }
  }
  await contender.close();
}

async function measured(run) {
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  await run();
  const seconds = (performance.now() - began) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds, cpuSeconds: (user + system) / 1e6 };
}

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** A contender without a queue: `concurrency` lanes that take the next `atOnce` items when the previous are done. */
export function contendInLanes(prepare, atOnce = 1) {
  return contend(async (task) => {
    const { store, close } = await prepare(task);
    return { queue: async (first, count) => () => inLanes(task.concurrency, first, count, store, atOnce), close };
  });
}

export async function inLanes(concurrency, first, count, work, atOnce = 1) {
  let next = first;
  const end = first + count;
  const lane = async () => {
    while (next < end) {
      const from = next;
      next = Math.min(next + atOnce, end);
      await work(range(from, next));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, lane));
}

export function range(from, to) {
  return Array.from({ length: to - from }, (_, n) => from + n);
}

/** Calls `add` with parts of the items, because peers queue many at once, but not any number. */
export async function inParts(first, count, add) {
  for (let from = first; from < first + count; from += 1_000) {
    await add(range(from, Math.min(from + 1_000, first + count)));
  }
}

/** Counts completions; `all` resolves with the last one. */
export function countdown(total) {
  let left = total;
  let finish;
  const all = new Promise((resolve) => (finish = resolve));
  return { all, done: (count = 1) => ((left -= count), left <= 0 && finish()) };
}
