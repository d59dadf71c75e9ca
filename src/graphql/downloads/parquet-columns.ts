import type { SchemaElement } from 'hyparquet-writer';
import type { ChosenSeries, ExportedBar } from '../../application/ports/bar-export';
import { unscaled, type DecimalType, type DecimalTypes } from './decimal-scales';
import { isComplete, type Selection } from './selection';

type Value = string | bigint | boolean | null;

/** One column of a Parquet file. */
export interface ParquetColumn {
  readonly schema: SchemaElement;
  readonly encoding?: 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED';
  readonly valueOf: (bar: ExportedBar, series: ChosenSeries) => Value;
}

/** Returns the columns of a file, in their order. */
export function parquetColumns({ window, isResampled }: Selection, types: DecimalTypes): ParquetColumn[] {
  const decimal = (name: string, column: keyof DecimalTypes, repetition: Repetition = 'REQUIRED'): ParquetColumn => ({
    schema: { ...decimalSchema(name, types[column]), repetition_type: repetition },
    valueOf: ({ [column]: value }) => (value === null ? null : unscaled(value, types[column])),
  });
  return [
    { schema: SYMBOL, encoding: 'RLE_DICTIONARY', valueOf: (_bar, { symbol }) => symbol },
    { schema: TIME, encoding: 'DELTA_BINARY_PACKED', valueOf: ({ time }) => BigInt(time) },
    decimal('open', 'open'),
    decimal('high', 'high'),
    decimal('low', 'low'),
    decimal('close', 'close'),
    decimal('volume', 'volume'),
    decimal('quote_volume', 'quoteVolume', 'OPTIONAL'),
    { schema: integer('trades', 'OPTIONAL'), valueOf: ({ trades }) => (trades === null ? null : BigInt(trades)) },
    decimal('taker_volume', 'takerVolume', 'OPTIONAL'),
    ...(isResampled ? [BARS, { schema: COMPLETE, valueOf: completeness(window) }] : []),
  ];
}

type Repetition = 'REQUIRED' | 'OPTIONAL';

const SYMBOL: SchemaElement = {
  name: 'symbol',
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  logical_type: { type: 'STRING' },
  repetition_type: 'REQUIRED',
};
const TIME: SchemaElement = {
  name: 'time',
  type: 'INT64',
  converted_type: 'TIMESTAMP_MILLIS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' },
  repetition_type: 'REQUIRED',
};
const COMPLETE: SchemaElement = { name: 'complete', type: 'BOOLEAN', repetition_type: 'REQUIRED' };
const BARS: ParquetColumn = { schema: integer('bars', 'REQUIRED'), valueOf: ({ bars }) => BigInt(bars) };

function integer(name: string, repetition: Repetition): SchemaElement {
  return { name, type: 'INT64', repetition_type: repetition };
}

/** Bytes of the largest DECIMAL, big-endian in two's complement: 38 digits need 127 bits and a sign. */
const WIDE = { type: 'FIXED_LEN_BYTE_ARRAY', type_length: 16 } as const;

function decimalSchema(name: string, { precision, scale }: DecimalType): SchemaElement {
  const stored = precision === 18 ? ({ type: 'INT64' } as const) : WIDE;
  const logical = { type: 'DECIMAL', precision, scale } as const;
  return { name, ...stored, converted_type: 'DECIMAL', precision, scale, logical_type: logical };
}

function completeness(window: Selection['window']): ParquetColumn['valueOf'] {
  return (bar, series) => isComplete(bar, series, window);
}
