import { INTERVAL_MS, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';

/** A file of the archive: the bars of a symbol that open in a month or in a day. */
export interface ArchiveFile extends TimeRange {
  /** Without an extension. */
  readonly name: string;
  /** Path of the zip. */
  readonly path: string;
  readonly interval: BarInterval;
}

/** A series as the archive names it. */
export interface ArchivedSeries {
  /** Folder of the market. */
  readonly folder: string;
  readonly symbol: string;
  readonly interval: BarInterval;
  /** The interval's name in paths. */
  readonly intervalName: string;
}

/** Files appear a day or two after the time that they hold, so younger ones are not asked for. */
const PUBLISHED_AFTER_MS = 2 * INTERVAL_MS.ONE_DAY;

/** A file costs two requests: its checksum and itself. */
const REQUESTS_PER_FILE = 2;

/**
 * Returns the files that are worth asking for to get the bars of `range` from its start on, the largest first. A file is
 * worth its requests if they are fewer than those for pages of the same bars.
 */
export function filesFor(
  series: ArchivedSeries,
  { from, to }: TimeRange,
  barsPerPage: number,
  now: number,
): readonly ArchiveFile[] {
  const pageMs = barsPerPage * INTERVAL_MS[series.interval];
  const isWorthIt = (file: ArchiveFile) => Math.min(file.to, to) - from > REQUESTS_PER_FILE * pageMs;
  const isPublished = (file: ArchiveFile) => file.to + PUBLISHED_AFTER_MS <= now;
  return filesAt(series, from).filter((file) => isWorthIt(file) && isPublished(file));
}

/** Returns the files that a bar that opens at `time` is in. */
export function filesAt(series: ArchivedSeries, time: number): readonly [ArchiveFile, ArchiveFile] {
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const monthly = { from: Date.UTC(year, month), to: Date.UTC(year, month + 1) };
  const day = Date.UTC(year, month, date.getUTCDate());
  const daily = { from: day, to: day + INTERVAL_MS.ONE_DAY };
  return [fileOf(series, 'monthly', monthly), fileOf(series, 'daily', daily)];
}

function fileOf(series: ArchivedSeries, period: 'monthly' | 'daily', range: TimeRange): ArchiveFile {
  const { folder, symbol, interval, intervalName } = series;
  const date = new Date(range.from).toISOString().slice(0, period === 'monthly' ? 7 : 10);
  const name = `${symbol}-${intervalName}-${date}`;
  const inUrl = encodeURIComponent(symbol);
  const path = `${folder}/${period}/klines/${inUrl}/${intervalName}/${inUrl}-${intervalName}-${date}.zip`;
  return { ...range, name, path, interval };
}
