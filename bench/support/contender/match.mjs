import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from '../node-binary.mjs';

/** A batch that takes longer ends the measurement. */
const LIMIT_MS = 180_000;
/** Upper bound of the symbols of one job of Sluice, and of every other's batch. */
const MAX_BATCH = 100_000;

/**
 * Measures one contender in its own process and database: warms it up, then gives it batches until they took
 * `seconds` together. Queueing a batch is not counted.
 *
 * @param server where it runs; its `spent` is what the contender costs besides its own process
 * @param plan `seconds`; `warmUpSeconds`; `firstBatch`: items of the first batch; `repeats`: whether all batches are
 *   this one again (items that exist), or each has new items
 * @param stored called with the URL of the database and the number of items that were ever stored there, after the last
 *   batch; its figures are added
 * @returns `{ node, figures }`; `{ error }` if it failed
 */
export async function measure(server, name, task, plan, stored = async () => ({})) {
  const databaseUrl = await server.createDatabase(task.template);
  const contender = new Contender(name, { ...task, databaseUrl });
  try {
    const { node } = await contender.answer();
    const { stored: total, ...spent } = await batches(server, contender, plan);
    return { node, figures: { ...spent, ...(await stored(databaseUrl, total)) } };
  } catch (error) {
    return { error: contender.errors.trim().split('\n')[0] || error.message };
  } finally {
    await contender.end();
    await server.dropDatabase(databaseUrl);
  }
}

async function batches(server, contender, { seconds, warmUpSeconds, firstBatch, repeats }) {
  const total = { items: 0, seconds: 0, cpuSeconds: 0, postgresCpuSeconds: 0, walBytes: 0 };
  let [next, pass, warmed, count] = [0, 0, 0, firstBatch];
  while (total.seconds < seconds) {
    const isWarm = warmed >= warmUpSeconds;
    const figures = await batch(server, contender, { first: repeats ? 0 : next, count, pass: pass++ });
    next += count;
    if (isWarm) for (const key of Object.keys(total)) total[key] += figures[key];
    else warmed += figures.seconds;
    const missing = warmed < warmUpSeconds ? warmUpSeconds - warmed : (seconds - total.seconds) * 1.05;
    if (!repeats) count = Math.max(firstBatch, Math.min(MAX_BATCH, Math.ceil((count / figures.seconds) * missing)));
  }
  return { ...total, stored: repeats ? count : next };
}

async function batch(server, contender, items) {
  await contender.ask(items);
  // Nobody pays for the checkpoint of what was before.
  await server.checkpoint();
  const before = await server.spent();
  const { seconds, cpuSeconds } = await contender.ask('go');
  const after = await server.spent();
  return {
    items: items.count,
    seconds,
    cpuSeconds,
    postgresCpuSeconds: after.cpuSeconds - before.cpuSeconds,
    walBytes: after.walBytes - before.walBytes,
  };
}

class Contender {
  constructor(name, task) {
    const script = fileURLToPath(new URL(`../../contenders/${name}.mjs`, import.meta.url));
    this.child = spawn(nodeBinary(), [script], {
      env: { ...process.env, BENCH_TASK: JSON.stringify(task) },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.errors = '';
    this.child.stderr.on('data', (text) => (this.errors = (this.errors + text).slice(-10_000)));
    // It may end before it has read a batch: the missing answer says so.
    this.child.stdin.on('error', () => undefined);
    this.exited = once(this.child, 'exit');
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  ask(batch) {
    this.child.stdin.write(`${JSON.stringify(batch)}\n`);
    return this.answer();
  }

  async answer() {
    const timer = setTimeout(() => this.child.kill('SIGKILL'), LIMIT_MS);
    const { value, done } = await this.lines.next();
    clearTimeout(timer);
    if (done) throw new Error(`it ended, or had no answer within ${LIMIT_MS / 1_000} s`);
    return JSON.parse(value);
  }

  async end() {
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), 5_000);
    await this.exited;
    clearTimeout(timer);
  }
}
