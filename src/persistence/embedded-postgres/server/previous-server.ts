import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../embedded-postgres-error';
import { isRunning, servesCluster, startMarkOf } from './process-identity';

/** How long a server whose service is dead may take to end, in milliseconds. */
export const LET_GO_MS = 15_000;
const PATIENCE_MS = 10_000;
const POLL_MS = 20;

/**
 * Ends the server that a dead service left behind. The caller must hold the claim on the folder.
 * @throws EmbeddedPostgresError naming the pid when it does not end within 15 s
 */
export async function endPreviousServer(cluster: string): Promise<void> {
  const pid = await lockFilePid(cluster);
  if (pid === undefined) return;
  const serves = (await isRunning(pid)) ? await servesCluster(pid, cluster) : 'no';
  if (serves === 'no') return disownLockFile(cluster);
  const mark = await startMarkOf(pid);
  const ended = () => isRunning(pid, mark).then((running) => !running);
  const signal = (name: NodeJS.Signals) => serves === 'yes' && send(pid, name);
  // Its guard may have sent SIGINT already; a second one is harmless.
  signal('SIGINT');
  if (await within(PATIENCE_MS, ended)) return;
  // Immediate shutdown without a checkpoint: the next start recovers from the write-ahead log, as after a crash.
  signal('SIGQUIT');
  if (await within(LET_GO_MS - PATIENCE_MS, ended)) return;
  throw new EmbeddedPostgresError(`PostgreSQL process ${pid} still uses ${cluster}: end it, then start again`);
}

async function lockFilePid(cluster: string): Promise<number | undefined> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Math.abs(Number.parseInt(text, 10));
  return pid > 0 ? pid : undefined;
}

/**
 * Replaces the pid in the lock file by this process's. The recorded pid is dead, a zombie, or reused by another
 * program, and PostgreSQL refuses to start while such a pid exists. It ignores the pid of its own parent, which this
 * process will be. Unlike removing the file, this keeps the shared memory key, by which PostgreSQL detects children of
 * the dead server that are still writing.
 */
async function disownLockFile(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  // A server that was ending may have removed the file since it was read.
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text !== null) await writeFile(path, text.replace(/^-?\d+/, String(process.pid)));
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process has ended or may not be signalled; the wait that follows finds out.
  }
}

async function within(limitMs: number, condition: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (!(await condition())) {
    if (Date.now() > deadline) return false;
    await delay(POLL_MS);
  }
  return true;
}
