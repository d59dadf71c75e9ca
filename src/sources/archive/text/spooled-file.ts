import { randomUUID } from 'node:crypto';
import { mkdir, open, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuarantinedRow } from '../../../application/ports/data-source';
import { INTERVAL_MS, type Bar } from '../../../domain/bar';
import { difference, type TimeRange, type TimeRanges } from '../../../domain/series/time-range';
import { checkPage } from '../../page-check';
import type { ArchiveFile } from '../archive-files';
import { ArchiveFlaw } from './archive-flaw';
import { barsOf, rowOf, type Row } from './csv-rows';
import type { CsvScan, Mark, Scanned } from './csv-scan';

/**
 * The text of a file of the archive, on disk. Memory keeps only what it has and where. The file on disk has no name, so
 * it is gone with the process, however that ends.
 */
export class SpooledFile {
  readonly bytes: number;
  private readonly marks: readonly Mark[];
  private runs: TimeRanges;
  private bad: readonly QuarantinedRow[];

  private constructor(
    private readonly file: ArchiveFile,
    private readonly handle: FileHandle,
    { runs, marks, suspects, bytes }: Scanned,
  ) {
    this.runs = runs;
    this.marks = marks;
    this.bytes = bytes;
    this.bad = this.checked(suspects, file).quarantined;
  }

  /**
   * Writes the text to a new file in `folder`, which is created if it is missing.
   * @throws ArchiveFlaw, the signal's reason, an error of the file system; nothing is left behind then
   */
  static async write(
    folder: string,
    file: ArchiveFile,
    text: AsyncIterable<Buffer>,
    scan: CsvScan,
    signal: AbortSignal,
  ): Promise<SpooledFile> {
    await mkdir(folder, { recursive: true });
    const path = join(folder, `archive-${randomUUID()}.csv`);
    const handle = await open(path, 'wx+', 0o600);
    try {
      await unlink(path);
      for await (const chunk of text) {
        signal.throwIfAborted();
        scan.add(chunk);
        await handle.writeFile(chunk);
      }
      signal.throwIfAborted();
      return new SpooledFile(file, handle, scan.end());
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** Rows that are no bars, of those known so far, whose intervals lie in a range. */
  badRows({ from, to }: TimeRange): readonly QuarantinedRow[] {
    return this.bad.filter(({ time }) => time >= from && time < to);
  }

  /** Returns the times from `time` on without a hole before them; null if there is no bar at `time`. */
  runAt(time: number): TimeRange | null {
    const run = this.runs.find(({ from, to }) => from <= time && time < to);
    return run ? { from: time, to: run.to } : null;
  }

  /**
   * Reads the bars of a range, which must be within a run. If one of its rows proves to be no bar, it is a hole from then
   * on, and only the bars before it are returned, which may be none.
   * @throws ArchiveFlaw, an error of the file system
   */
  async bars(range: TimeRange): Promise<readonly Bar[]> {
    const { from, to } = range;
    const inside = rowsIn(await this.text(range)).filter(({ time }) => from <= time && time < to);
    const { bars, quarantined } = this.checked(inside, range);
    const span = INTERVAL_MS[this.file.interval];
    this.bad = [...this.bad, ...quarantined];
    this.runs = difference(
      this.runs,
      quarantined.map(({ time }) => ({ from: time, to: time + span })),
    );
    const end = quarantined[0]?.time ?? to;
    const before = bars.filter(({ time }) => time < end);
    if (before.length * span === end - from) return before;
    throw new ArchiveFlaw('its text is not what it was');
  }

  /** Waits for what is being read. */
  async close(): Promise<void> {
    await this.handle.close();
  }

  private checked(rows: readonly Row[], { from, to }: TimeRange) {
    const { interval, name: request } = this.file;
    const { bars, values } = barsOf(rows, request);
    // All bars of the archive are closed.
    return checkPage(bars, values, { request, interval, from, to }, Infinity);
  }

  /** Returns whole lines: those of a range, and some around them. */
  private async text({ from, to }: TimeRange): Promise<string> {
    // The first mark is behind the header.
    const start = this.marks.findLast(({ time }) => time <= from)!.offset;
    const end = this.marks.find(({ time }) => time >= to)?.offset ?? this.bytes;
    const buffer = Buffer.alloc(end - start);
    for (let read = 0; read < buffer.length;) {
      const { bytesRead } = await this.handle.read(buffer, read, buffer.length - read, start + read);
      if (bytesRead === 0) throw new ArchiveFlaw('its text has become shorter');
      read += bytesRead;
    }
    return buffer.toString('latin1');
  }
}

function rowsIn(text: string): Row[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => rowOf(line.endsWith('\r') ? line.slice(0, -1) : line));
}
