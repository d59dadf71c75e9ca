import type { Bar } from '../../../domain/bar';
import { SourceError } from '../../../domain/source-failure';
import { readRows } from '../../exchange/row-reader';
import { KLINE } from '../../exchanges/binance-api';
import { ArchiveFlaw } from './archive-flaw';

/** The first line of files that have one: those of futures, since 2022. */
export const HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';

const WIDTH = HEADER.split(',').length;

/** Lengths of a time in milliseconds, until the year 2286, and in microseconds. */
const [MILLIS, MICROS] = [13, 16];
const DIGITS = /^\d+$/;

/** A line of a file that has a bar. */
export interface Row {
  readonly line: string;
  /** Opening time in milliseconds, with a fraction if it has one. */
  readonly time: number;
}

/** @param line without its end. @throws ArchiveFlaw if it does not begin with a time */
export function rowOf(line: string): Row {
  const cell = line.slice(0, line.indexOf(','));
  if ((cell.length !== MILLIS && cell.length !== MICROS) || !DIGITS.test(cell))
    throw new ArchiveFlaw('a line does not begin with a time');
  return { line, time: cell.length === MILLIS ? Number(cell) : Number(cell) / 1_000 };
}

/** @returns the bars, and the values of each row as the file has them. @throws ArchiveFlaw for a row that has others */
export function barsOf(rows: readonly Row[], file: string): { bars: Bar[]; values: string[][] } {
  const values = rows.map(({ line }) => line.split(','));
  const cut = values.find(({ length }) => length !== WIDTH);
  if (cut) throw new ArchiveFlaw(`a line has ${cut.length} values, and not ${WIDTH}`);
  const inMillis = values.map((cells, index) => {
    const copy: unknown[] = cells.slice();
    copy[0] = Math.floor(rows[index]!.time);
    return copy;
  });
  try {
    return { bars: readRows(inMillis, KLINE, file), values };
  } catch (error) {
    throw error instanceof SourceError ? new ArchiveFlaw(error.message) : error;
  }
}
