import type { Bar } from '../../domain/bar';
import { SourceError } from '../../domain/source-failure';
import { excerpt } from '../http/refusal';
import { plainDecimal } from '../decimal';

/** Where a value stands in a row: index of an array, or key of an object. */
type Place = number | string;

/** Where the values of a bar stand in a row. What the exchange does not send is left out. */
export interface Columns {
  readonly time: Place;
  /** Milliseconds in a unit of the time. */
  readonly timeUnit: 1 | 1_000;
  readonly open: Place;
  readonly high: Place;
  readonly low: Place;
  readonly close: Place;
  /** In units of the base currency. */
  readonly volume: Place;
  readonly quoteVolume?: Place;
  readonly trades?: Place;
  readonly takerVolume?: Place;
  /** Number of values in a row, where rows are arrays of one length. */
  readonly width?: number;
}

type Row = Readonly<Record<Place, unknown>>;

/**
 * Reads rows as bars. Checks each value itself, not with a schema: of all that a bar costs, that was the largest part.
 * @param request for messages
 * @param prepare makes of a row what the columns apply to
 * @throws SourceError BAD_RESPONSE for a row with a value that is missing or of another type
 */
export function readRows(
  rows: readonly unknown[],
  columns: Columns,
  request: string,
  prepare?: (row: unknown) => unknown,
): Bar[] {
  return rows.map((row) => {
    const values = prepare ? prepare(row) : row;
    const bar = typeof values === 'object' && values !== null ? readRow(values as Row, columns) : null;
    if (bar) return bar;
    throw new SourceError('BAD_RESPONSE', `${request}: a row that is no bar: ${excerpt(JSON.stringify(row) ?? '')}`);
  });
}

function readRow(row: Row, columns: Columns): Bar | null {
  if (columns.width !== undefined && row.length !== columns.width) return null;
  const time = count(row[columns.time]);
  const open = plainDecimal(row[columns.open]);
  const high = plainDecimal(row[columns.high]);
  const low = plainDecimal(row[columns.low]);
  const close = plainDecimal(row[columns.close]);
  const volume = plainDecimal(row[columns.volume]);
  const quoteVolume = columns.quoteVolume === undefined ? null : plainDecimal(row[columns.quoteVolume]);
  const trades = columns.trades === undefined ? null : count(row[columns.trades]);
  const takerVolume = columns.takerVolume === undefined ? null : plainDecimal(row[columns.takerVolume]);
  if (time === undefined || open === undefined || high === undefined || low === undefined) return null;
  if (close === undefined || volume === undefined || quoteVolume === undefined) return null;
  if (trades === undefined || takerVolume === undefined) return null;
  return { time: time * columns.timeUnit, open, high, low, close, volume, quoteVolume, trades, takerVolume };
}

/** Reads a number of milliseconds, seconds or trades, sent as a number or as its digits. */
function count(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
