import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

interface Observation {
  readonly ended: boolean;
  /** Start time in a unit that depends on the system; undefined where the system does not report it. */
  readonly startMark?: string;
}

/** Returns the start time of a process. With the pid it identifies the process uniquely, as pids are reused. */
export async function startMarkOf(pid: number): Promise<string | undefined> {
  return (await observe(pid)).startMark;
}

/** @returns false for a zombie or a process that reuses the pid. Without a mark, any process with the pid counts. */
export async function isRunning(pid: number, startMark?: string): Promise<boolean> {
  const { ended, startMark: present } = await observe(pid);
  if (ended) return false;
  return !startMark || !present || startMark === present;
}

/** @returns whether the process is a postmaster of the cluster; `unknown` where the system does not report it */
export async function servesCluster(pid: number, cluster: string): Promise<'yes' | 'no' | 'unknown'> {
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => undefined);
  if (name === undefined) return servesClusterByPs(pid, cluster);
  if (name.trim() !== 'postgres') return 'no';
  // Compared by inode: the path may have been renamed or contain a link. EACCES: another user's process.
  const folders = [stat(`/proc/${pid}/cwd/`), stat(cluster)];
  const [theirs, ours] = await Promise.all(folders.map((folder) => folder.catch(() => undefined)));
  return theirs && ours && theirs.dev === ours.dev && theirs.ino === ours.ino ? 'yes' : 'no';
}

async function observe(pid: number): Promise<Observation> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return { ended: true };
  }
  return (await observeByProc(pid)) ?? (await observeByPs(pid)) ?? { ended: false };
}

async function observeByProc(pid: number): Promise<Observation | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (!line) return undefined;
  // proc(5): the name in parentheses may contain blanks; state is field 3, start time (clock ticks since boot) is 22.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { ended: /[ZX]/.test(fields[0] ?? ''), startMark: fields[19] };
}

async function observeByPs(pid: number): Promise<Observation | undefined> {
  const line = await ps(pid, 'stat=', 'lstart=');
  const match = line && /^(\S+)\s+(.+)$/.exec(line);
  return match ? { ended: match[1]!.startsWith('Z'), startMark: match[2] } : undefined;
}

async function servesClusterByPs(pid: number, cluster: string): Promise<'yes' | 'no' | 'unknown'> {
  const command = await ps(pid, 'command=');
  if (command === undefined) return 'unknown';
  return command.includes('postgres') && command.includes(cluster) ? 'yes' : 'no';
}

async function ps(pid: number, ...columns: string[]): Promise<string | undefined> {
  const args = ['-ww', ...columns.flatMap((column) => ['-o', column]), '-p', String(pid)];
  const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
  const result = await run('ps', args, { env }).catch(() => undefined);
  return result?.stdout.trim() || undefined;
}
