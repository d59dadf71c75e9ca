import type { Bar } from '../../domain/bar';

/** The columns of a bar beside its key. */
export const VALUES = ['open', 'high', 'low', 'close', 'volume', 'quote_volume', 'trades', 'taker_volume'] as const;

const columnsOf = (bar: string) => VALUES.map((column) => `${bar}.${column}`).join();

/** Returns SQL for the values of a bar as a row, to compare it with another. @param bar alias of a row with its columns */
export function barValuesSql(bar: string): string {
  return `(${columnsOf(bar)})`;
}

/** Returns SQL for the values of a bar as numeric[], which keeps every digit. @param bar alias of a row with its columns */
export function barArraySql(bar: string): string {
  return `ARRAY[${columnsOf(bar)}]::numeric[]`;
}

/** The values of a bar, in the order of VALUES, as text[]. */
export type BarTexts = readonly (string | null)[];

/** Returns the bar of a time whose values were stored as numeric[]. */
export function barOfTexts(time: Date, values: BarTexts): Bar {
  const [open, high, low, close, volume, quoteVolume = null, trades = null, takerVolume = null] = values;
  const prices = { open: open!, high: high!, low: low!, close: close!, volume: volume! };
  return { time: time.getTime(), ...prices, quoteVolume, trades: trades === null ? null : Number(trades), takerVolume };
}
