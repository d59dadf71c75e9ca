import { alignedDown, INTERVAL_MS } from '../../../domain/bar';
import type { TimeRange } from '../../../domain/series/time-range';
import type { ArchiveFile } from '../archive-files';
import { ArchiveFlaw } from './archive-flaw';
import { HEADER, rowOf, type Row } from './csv-rows';

/** A month of minutes has 8 MB at most. */
export const MOST_TEXT_BYTES = 32 * 1024 * 1024;
const LONGEST_LINE = 1_024;
/** A page begins up to so many rows behind a mark. */
const ROWS_PER_MARK = 100;
/** More holes cost as many requests as the whole file without the archive. */
const MOST_RUNS = 100;
const MOST_SUSPECTS = 1_000;

/** Where a row begins, in bytes. */
export interface Mark {
  readonly time: number;
  readonly offset: number;
}

export interface Scanned {
  /** Times each of which has exactly one row, on the grid. Ascending, apart from each other. */
  readonly runs: readonly TimeRange[];
  readonly marks: readonly Mark[];
  /** Rows off the grid, and rows that share an interval with another. */
  readonly suspects: readonly Row[];
  readonly bytes: number;
}

/**
 * Finds out what the text of a file has, as it comes. Reads times only, and keeps no row but suspects: the values are
 * checked when a page of them is read.
 */
export class CsvScan {
  private readonly spanMs: number;
  private readonly runs: { from: number; to: number }[] = [];
  private readonly marks: Mark[] = [];
  private readonly suspects: Row[] = [];
  private rest = '';
  private offset = 0;
  private rows = 0;
  private previous: { readonly row: Row; readonly slot: number } | null = null;

  constructor(private readonly file: ArchiveFile) {
    this.spanMs = INTERVAL_MS[file.interval];
  }

  /** @throws ArchiveFlaw */
  add(chunk: Buffer): void {
    // One character a byte: offsets are counted in characters. Bytes beyond ASCII are in no row that is one.
    const text = this.rest + chunk.toString('latin1');
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.line(text.slice(start, end), this.offset + start);
      start = end + 1;
    }
    this.rest = text.slice(start);
    this.offset += start;
    if (this.rest.length > LONGEST_LINE) throw new ArchiveFlaw('a line does not end');
    if (this.offset + this.rest.length > MOST_TEXT_BYTES) throw new ArchiveFlaw('the text does not end');
  }

  /** @throws ArchiveFlaw */
  end(): Scanned {
    const bytes = this.offset + this.rest.length;
    if (this.rest !== '') this.line(this.rest, this.offset);
    const { runs, marks, suspects } = this;
    return { runs, marks, suspects, bytes };
  }

  private line(text: string, offset: number): void {
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    const isHeader = offset === 0 && !/^\d/.test(line);
    if (!isHeader) this.row(rowOf(line), offset);
    else if (line !== HEADER) throw new ArchiveFlaw('it has other columns');
  }

  private row(row: Row, offset: number): void {
    const { file, previous } = this;
    const { time } = row;
    if (time < file.from || time >= file.to) throw new ArchiveFlaw(`a row lies outside of its time, at ${time}`);
    if (previous && time < previous.row.time) throw new ArchiveFlaw(`a row comes too late, at ${time}`);
    const slot = alignedDown(time, file.interval);
    if (this.rows++ % ROWS_PER_MARK === 0) this.marks.push({ time, offset });
    if (previous?.slot === slot) this.suspect(slot, previous.row, row);
    else if (time !== slot) this.suspect(slot, row);
    else this.extend(slot);
    this.previous = { row, slot };
  }

  private extend(slot: number): void {
    const last = this.runs.at(-1);
    if (last?.to === slot) last.to += this.spanMs;
    else this.runs.push({ from: slot, to: slot + this.spanMs });
    if (this.runs.length > MOST_RUNS) throw new ArchiveFlaw(`it has more than ${MOST_RUNS} holes`);
  }

  private suspect(slot: number, ...rows: Row[]): void {
    const last = this.runs.at(-1);
    if (last?.to === slot + this.spanMs) last.to = slot;
    if (last && last.from === last.to) this.runs.pop();
    for (const row of rows) if (row !== this.suspects.at(-1)) this.suspects.push(row);
    if (this.suspects.length > MOST_SUSPECTS) throw new ArchiveFlaw(`it has more than ${MOST_SUSPECTS} bad rows`);
  }
}
