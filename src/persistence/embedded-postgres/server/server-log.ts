import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { copyFile, stat, truncate } from 'node:fs/promises';

const MAX_BYTES = 8 * 1024 * 1024;
const CHECK_MS = 60_000;
const TAIL_BYTES = 64 * 1024;

/** PostgreSQL writes here itself, so that nothing it says is lost with this process. Bounded to two files of some MB. */
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

  /** What was written before belongs to an earlier attempt. */
  mark(): void {
    this.start = fstatSync(this.descriptor).size;
  }

  /** Everything since `mark()`, at most the last 64 KiB of it. */
  recent(): string {
    const { size } = fstatSync(this.descriptor);
    const from = Math.max(this.start, size - TAIL_BYTES);
    const buffer = Buffer.alloc(Math.max(0, size - from));
    readSync(this.descriptor, buffer, 0, buffer.length, from);
    return buffer.toString();
  }

  /** The line that most likely tells why PostgreSQL gave up, without its time stamp. */
  lastRelevantLine(): string | undefined {
    const lines = this.recent().split('\n').filter(Boolean);
    const line = lines.findLast((entry) => /FATAL|PANIC|ERROR|error:/.test(entry)) ?? lines.at(-1);
    return line?.replace(/^\S+ \S+ UTC \[\d+\] /, '');
  }

  close(): void {
    clearInterval(this.timer);
    closeSync(this.descriptor);
  }

  /** Copied and cut rather than renamed: PostgreSQL goes on appending through the descriptor it got. */
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
    // Made by root at an earlier start, in a folder that is ours.
    rmSync(path);
    return openSync(path, 'a+', 0o600);
  }
}
