import type { JobReader } from '../../application/ports/job-reader';
import { barsCsv } from './bars-csv';
import { barsParquet } from './bars-parquet';
import { gapsCsv } from './gaps-csv';
import type { Selection } from './selection';
import type { Parts } from './transfer';
import type { Wanted } from './wanted';

/** A kind of file, and where it is served. */
export interface FileKind {
  readonly path: string;
  readonly type: string;
  /** End of the file's name. */
  readonly ending: string;
  /** How many of them a node may write at once; undefined is unlimited. */
  readonly places?: number;
  readonly write: (reader: JobReader, selection: Selection) => Parts;
}

const CSV = 'text/csv; charset=utf-8';

export const FILE_KINDS: readonly FileKind[] = [
  { path: '/bars.csv', type: CSV, ending: '.csv', write: barsCsv },
  // Each holds a row group in memory.
  { path: '/bars.parquet', type: 'application/vnd.apache.parquet', ending: '.parquet', places: 4, write: barsParquet },
  { path: '/gaps.csv', type: CSV, ending: '_gaps.csv', write: gapsCsv },
];

/** Returns the name under which a browser stores the file. */
export function fileName({ source, symbols, isOne, interval }: Wanted, { series }: Selection, kind: FileKind): string {
  const named = isOne && !('glob' in symbols) ? symbols[0]! : `${series.length}_symbols`;
  return `${[source, named, interval].map((word) => word.replace(/[^\w.-]/g, '_')).join('_')}${kind.ending}`;
}
