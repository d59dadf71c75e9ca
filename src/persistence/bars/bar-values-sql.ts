/** The columns of a bar beside its key. */
export const VALUES = ['open', 'high', 'low', 'close', 'volume', 'quote_volume', 'trades', 'taker_volume'] as const;

/** Returns SQL for the values of a bar as a row, to compare it with another. @param bar alias of a row with its columns */
export function barValuesSql(bar: string): string {
  return `(${VALUES.map((column) => `${bar}.${column}`).join()})`;
}

/** A bar's values in JSON, decimals as text with all their digits. */
export interface BarJson {
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly quoteVolume: string | null;
  readonly trades: number | null;
  readonly takerVolume: string | null;
}

/** Returns SQL for the values of a bar as BarJson. @param bar alias of a row with its columns */
export function barJsonSql(bar: string): string {
  return `bar_json${barValuesSql(bar)}`;
}
