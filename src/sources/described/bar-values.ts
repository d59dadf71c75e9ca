import type { BarInterval } from '../../domain/bar';
import type { Columns } from '../exchange/row-reader';
import type { DayZone } from './day-zone';
import { expressionOf } from './expression';
import type { Place, SourceFile } from './file/source-file';
import { readTime } from './times';

type RowOfFile = SourceFile['bars']['row'];
type Read = (row: unknown) => unknown;

const REQUIRED = ['open', 'high', 'low', 'close', 'volume'] as const;
const OPTIONAL = ['quoteVolume', 'trades', 'takerVolume'] as const;

/** Where `valuesReader` puts the values of a row. */
export function columnsOf(row: RowOfFile): Columns {
  const [open, high, low, close, volume] = [1, 2, 3, 4, 5];
  const told = OPTIONAL.map((name, index) => ({ name, place: 6 + index })).filter(
    ({ name }) => row[name] !== undefined,
  );
  const optional: Partial<Columns> = Object.fromEntries(told.map(({ name, place }) => [name, place]));
  return { time: 0, timeUnit: 1, ...{ open, high, low, close, volume }, ...optional };
}

/** Returns what takes the values out of a row: the time in milliseconds, then prices, volumes and trades. */
export function valuesReader(row: RowOfFile, zone: DayZone | null): (row: unknown, interval: BarInterval) => unknown[] {
  const { value, form } = row.time;
  const timeOf = readerOf(value);
  const reads = [...REQUIRED, ...OPTIONAL].map((name) => readerOf(row[name]));
  return (sent, interval) => {
    const time = readTime(timeOf(sent), form);
    const isLabel = zone !== null && interval === 'ONE_DAY' && time !== undefined;
    const values: unknown[] = [isLabel ? zone.dayAt(time) : time];
    for (const read of reads) values.push(read(sent));
    return values;
  };
}

/** Returns what reads a place; undefined where there is nothing, or nothing that the expression can be applied to. */
export function readerOf(place: Place | undefined): Read {
  if (place === undefined) return () => undefined;
  if (typeof place === 'number') return (row) => (Array.isArray(row) ? (row[place] as unknown) : undefined);
  const expression = expressionOf(place);
  return (row) => {
    try {
      return expression(row) ?? undefined;
    } catch {
      return undefined;
    }
  };
}
