import type { SpooledFile } from './spooled-file';

export interface SpoolLimits {
  readonly files: number;
  readonly bytes: number;
  /** Files that were not read for so long, in milliseconds, make room for others. */
  readonly idleMs: number;
  /** Files that were not read for so long, in milliseconds, are given up. */
  readonly keptMs: number;
}

/** A file for each symbol that a service collects at once by default (MAX_IN_FLIGHT); months of minutes have 6 MB. */
const LIMITS: SpoolLimits = { files: 256, bytes: 2 * 1024 ** 3, idleMs: 60_000, keptMs: 15 * 60_000 };

interface Kept {
  readonly file: SpooledFile;
  usedAt: number;
}

/** The files of an archive that are on disk, by path. Bounds their number and size. */
export class Spool {
  /** The one that was not used for longest comes first. */
  private readonly files = new Map<string, Kept>();
  private bytes = 0;
  private sweeping: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(private readonly limits: SpoolLimits = LIMITS) {}

  /** Whether one more may be put, if `coming` others are. Files that are in use do not make room. */
  hasRoom(coming: number): boolean {
    const { files, bytes, idleMs } = this.limits;
    if (this.files.size + coming < files && this.bytes < bytes) return true;
    const [oldest] = this.files.values();
    return coming === 0 && oldest !== undefined && isIdle(oldest, idleMs);
  }

  find(path: string): SpooledFile | undefined {
    return this.files.get(path)?.file;
  }

  /** The file is being read. */
  use(path: string): void {
    const kept = this.files.get(path);
    if (!kept) return;
    kept.usedAt = performance.now();
    this.files.delete(path);
    this.files.set(path, kept);
  }

  put(path: string, file: SpooledFile): void {
    if (this.isClosed) return closeQuietly(file);
    this.drop(path);
    this.files.set(path, { file, usedAt: performance.now() });
    this.bytes += file.bytes;
    const [oldest] = this.files.keys();
    if (this.files.size > this.limits.files || this.bytes > this.limits.bytes) this.drop(oldest!);
    // Does not keep the process alive.
    this.sweeping ??= setInterval(() => this.sweep(), this.limits.idleMs).unref();
  }

  drop(path: string): void {
    const kept = this.files.get(path);
    if (!kept) return;
    this.files.delete(path);
    this.bytes -= kept.file.bytes;
    closeQuietly(kept.file);
    if (this.files.size > 0 || !this.sweeping) return;
    clearInterval(this.sweeping);
    this.sweeping = null;
  }

  close(): void {
    this.isClosed = true;
    for (const path of [...this.files.keys()]) this.drop(path);
  }

  private sweep(): void {
    for (const [path, kept] of [...this.files]) if (isIdle(kept, this.limits.keptMs)) this.drop(path);
  }
}

function isIdle({ usedAt }: Kept, ms: number): boolean {
  return performance.now() - usedAt >= ms;
}

/** An error says that it is closed. */
function closeQuietly(file: SpooledFile): void {
  file.close().catch(() => undefined);
}
