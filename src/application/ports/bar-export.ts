import type { Bar, BarInterval } from '../../domain/bar';

/** Which stored series an export is made of. */
export interface SeriesChoice {
  readonly source: string;
  /** Symbols by name, or a pattern in which `*` stands for any characters and `?` for one. */
  readonly symbols: readonly string[] | { readonly glob: string };
  /** In order of preference: of each symbol, the series of the first interval that is stored is chosen. */
  readonly intervals: readonly BarInterval[];
}

/** A stored series. */
export interface ChosenSeries {
  readonly id: number;
  readonly symbol: string;
  readonly interval: BarInterval;
}

/**
 * The bars that an export asks for: of an interval, which is that of the stored ones or a multiple, and with opening times
 * in a window, in milliseconds since the epoch; null is unbounded. The window is of whole intervals.
 */
export interface ExportWindow {
  readonly interval: BarInterval;
  readonly from: number | null;
  /** Exclusive. */
  readonly to: number | null;
}

/** A stored bar, or one that is made of several of them. */
export interface ExportedBar extends Omit<Bar, 'trades'> {
  readonly trades: string | null;
  /** Number of stored bars it is made of. */
  readonly bars: number;
}

export const DECIMAL_COLUMNS = ['open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'takerVolume'] as const;
export type DecimalColumn = (typeof DECIMAL_COLUMNS)[number];

/** Digits that the values of one column need: before the decimal point, and behind it without trailing zeros. */
export interface Digits {
  readonly whole: number;
  readonly fraction: number;
}

export type DigitsByColumn = Readonly<Record<DecimalColumn, Digits>>;

/** One read of an export. */
export interface ExportBatch<T> {
  readonly found: T;
  /** Where the next read begins; null after the last. */
  readonly next: number | null;
}

/** Reads for files of bars, in batches that are bounded in time and memory. They throw as JobReader does. */
export interface BarExport {
  /** At most `limit` series, by symbol in the order of its code points. */
  chooseSeries(choice: SeriesChoice, limit: number): Promise<readonly ChosenSeries[]>;
  /** Bars in order of time. */
  exportBars(series: ChosenSeries, window: ExportWindow): Promise<ExportBatch<readonly ExportedBar[]>>;
  /** What the values of these bars need. */
  exportDigits(series: ChosenSeries, window: ExportWindow): Promise<ExportBatch<DigitsByColumn>>;
}
