import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const LIMIT_MS = 180_000;

/** Runs one contender once in its own database. @returns seconds, WAL bytes and CPU seconds; `error` if it failed */
export async function runOnce(server, name, task) {
  const databaseUrl = await server.createDatabase();
  const child = spawn(process.execPath, [fileURLToPath(new URL(`../contenders/${name}.mjs`, import.meta.url))], {
    env: { ...process.env, BENCH_TASK: JSON.stringify({ ...task, databaseUrl }) },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (text) => (errors += text));
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const exited = once(child, 'exit');
  try {
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    await answer(lines, errors);
    await server.checkpoint();
    const before = await server.spent();
    child.stdin.write('go\n');
    const { seconds, cpuSeconds } = await answer(lines, errors);
    const after = await server.spent();
    return {
      seconds,
      walBytes: after.walBytes - before.walBytes,
      cpuSeconds: cpuSeconds + after.cpuSeconds - before.cpuSeconds,
    };
  } catch {
    return { error: errors.trim().split('\n')[0] || `no end within ${LIMIT_MS / 1_000} s` };
  } finally {
    clearTimeout(timer);
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref();
    await exited;
    await server.dropDatabase(databaseUrl);
  }
}

async function answer(lines) {
  const { value, done } = await lines.next();
  if (done) throw new Error('the contender ended');
  return JSON.parse(value);
}
