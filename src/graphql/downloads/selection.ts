import type { ChosenSeries, ExportBatch, ExportedBar, ExportWindow } from '../../application/ports/bar-export';
import type { JobReader } from '../../application/ports/job-reader';
import { alignedUp, barsBetween, intervalsWithin, openingAfter } from '../../domain/bar';
import type { Wanted } from './wanted';

/** Series of one file. They are known by name before the file begins, and each takes some queries. */
const MAX_SERIES = 10_000;

/** A request cannot be answered with a file. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';

  constructor(
    readonly status: 404 | 422,
    message: string,
  ) {
    super(message);
  }
}

/** What a file is made of. */
export interface Selection {
  readonly source: string;
  readonly series: readonly ChosenSeries[];
  readonly window: ExportWindow;
  /** Whether some of the bars are made of finer ones. */
  readonly isResampled: boolean;
  /** Whether the file is of one symbol that was named, and does not repeat it in each row. */
  readonly isOne: boolean;
}

/** @throws DownloadRefused when a symbol is unknown, a pattern fits none, or there are too many */
export async function selectionOf(reader: JobReader, wanted: Wanted): Promise<Selection> {
  const { source, symbols, isOne, interval, of, from, to } = wanted;
  const intervals = of ? [of] : intervalsWithin(interval);
  const series = await reader.chooseSeries({ source, symbols, intervals }, MAX_SERIES + 1);
  if (!isOne) requireAll(series, wanted);
  const isResampled = series.some((chosen) => chosen.interval !== interval);
  // A bar belongs to a period by its opening time, whether it is stored or made of others.
  const bound = (time: Date | null) => time && (isResampled ? alignedUp(time.getTime(), interval) : time.getTime());
  return { source, series, window: { interval, from: bound(from), to: bound(to) }, isResampled, isOne };
}

function requireAll(series: readonly ChosenSeries[], { source, symbols, interval, of }: Wanted): void {
  const stored = `stored bars of ${source} for ${of && of !== interval ? `${interval} of ${of}` : interval}`;
  if ('glob' in symbols) {
    if (series.length === 0)
      throw new DownloadRefused(404, `No symbol matches ${symbols.glob}: there are no ${stored}.`);
  } else {
    const found = new Set(series.map(({ symbol }) => symbol));
    const missing = symbols.find((symbol) => !found.has(symbol));
    if (missing !== undefined) throw new DownloadRefused(404, `There are no ${stored} and the symbol ${missing}.`);
  }
  if (series.length > MAX_SERIES) {
    throw new DownloadRefused(422, `More than ${MAX_SERIES} symbols match: ask for them in several files.`);
  }
}

/** Reads what a file takes of one series, batch by batch; at least one, which may be empty. */
export async function* batchesOf<T>(
  window: ExportWindow,
  read: (rest: ExportWindow) => Promise<ExportBatch<T>>,
): AsyncGenerator<T, undefined> {
  for (let { from } = window; ;) {
    const { found, next } = await read({ ...window, from });
    yield found;
    if (next === null) return;
    from = next;
  }
}

/** Reads the bars of a file, series by series. */
export async function* barsOf(
  reader: JobReader,
  { series, window }: Selection,
): AsyncGenerator<{ readonly series: ChosenSeries; readonly bars: readonly ExportedBar[] }, undefined> {
  for (const one of series) {
    for await (const bars of batchesOf(window, (rest) => reader.exportBars(one, rest))) yield { series: one, bars };
  }
}

/** Whether a bar is made of as many stored bars as its interval has room for. */
export function isComplete(
  { time, bars }: ExportedBar,
  { interval: stored }: ChosenSeries,
  { interval }: ExportWindow,
): boolean {
  return bars === barsBetween(time, openingAfter(time, interval), stored);
}
