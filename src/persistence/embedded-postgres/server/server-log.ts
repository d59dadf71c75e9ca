import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { copyFile, stat, truncate } from 'node:fs/promises';

const MAX_BYTES = 8 * 1024 * 1024;
const CHECK_MS = 60_000;
const TAIL_BYTES = 64 * 1024;

/**
 * The log file of PostgreSQL, which writes to it directly, so no output is lost when this process dies. Bounded to two
 * files of about 8 MiB each.
 */
export class ServerLog {
  readonly descriptor: number;
  private start = 0;
  private readonly timer: NodeJS.Timeout;

  private constructor(private readonly path: string) {
    this.descriptor = openLog(path);
    this.timer = setInterval(() => void this.shorten().catch(() => undefined), CHECK_MS).unref();
  }

  static async open(path: string): Promise<ServerLog> {
    const log = new ServerLog(path);
    await log.shorten();
    return log;
  }

  /** Marks the start of an attempt: `recent()` ignores what was written before. */
  mark(): void {
    this.start = fstatSync(this.descriptor).size;
  }

  /** Returns the output since `mark()`, at most its last 64 KiB. */
  recent(): string {
    const { size } = fstatSync(this.descriptor);
    const from = Math.max(this.start, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(this.descriptor, buffer, 0, buffer.length, from);
    return buffer.toString();
  }

  /** Returns the line that most likely says why PostgreSQL ended, without its timestamp. */
  lastRelevantLine(): string | undefined {
    const lines = this.recent().split('\n').filter(Boolean);
    const line = lines.findLast((entry) => /FATAL|PANIC|ERROR|error:/.test(entry)) ?? lines.at(-1);
    return line?.replace(/^\S+ \S+ UTC \[\d+\] /, '');
  }

  close(): void {
    clearInterval(this.timer);
    closeSync(this.descriptor);
  }

  /** Copies and truncates instead of renaming: PostgreSQL keeps appending through its inherited descriptor. */
  private async shorten(): Promise<void> {
    if ((await stat(this.path)).size <= MAX_BYTES) return;
    await copyFile(this.path, `${this.path}.1`);
    await truncate(this.path);
    this.start = 0;
  }
}

function openLog(path: string): number {
  try {
    return openSync(path, 'a+', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    // The file was created by root at an earlier start, in a folder that this user owns.
    rmSync(path);
    return openSync(path, 'a+', 0o600);
  }
}
