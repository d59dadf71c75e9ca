import type { KeyValue } from 'hyparquet-writer';
import type { JobReader } from '../../application/ports/job-reader';
import { decimalTypesOf } from './decimal-scales';
import { gapsOf } from './gaps-csv';
import { parquetColumns } from './parquet-columns';
import { ParquetEncoder } from './parquet-encoder';
import { barsOf, type Selection } from './selection';

/** Rows per row group: 15 to 18 MB of values, 40 MB while a column is encoded. Small symbols share one. */
const ROW_GROUP = 50_000;
/** Gaps in the metadata, which a reader loads as a whole: about a megabyte. */
const MAX_GAPS = 10_000;

/**
 * Writes the bars of a selection as Parquet, in two passes: the first finds the types of the numbers.
 * @throws DownloadRefused when no type holds them; an error when a bar that was stored meanwhile does not fit
 */
export async function* barsParquet(reader: JobReader, selection: Selection): AsyncGenerator<Uint8Array, undefined> {
  const columns = parquetColumns(selection, await decimalTypesOf(reader, selection));
  const encoder = await ParquetEncoder.open(columns);
  let values: unknown[][] = columns.map(() => []);
  let rows = 0;
  for await (const { series, bars } of barsOf(reader, selection)) {
    for (const bar of bars) {
      columns.forEach(({ valueOf }, index) => values[index]!.push(valueOf(bar, series)));
      if (++rows < ROW_GROUP) continue;
      yield* encoder.rowGroup(values, rows);
      [values, rows] = [columns.map(() => []), 0];
    }
  }
  if (rows > 0) yield* encoder.rowGroup(values, rows);
  yield* encoder.finish(await metadataOf(reader, selection));
}

async function metadataOf(reader: JobReader, selection: Selection): Promise<KeyValue[]> {
  const gaps = await gapsOfAll(reader, selection);
  const pairs = {
    'sluice.source': selection.source,
    'sluice.interval': selection.window.interval,
    'sluice.gaps': JSON.stringify(gaps.slice(0, MAX_GAPS)),
    ...(gaps.length > MAX_GAPS ? { 'sluice.gaps_truncated': 'true' } : {}),
  };
  return Object.entries(pairs).map(([key, value]) => ({ key, value }));
}

/** Returns the gaps of the selection, in order; of those beyond MAX_GAPS, some. */
async function gapsOfAll(reader: JobReader, selection: Selection): Promise<object[]> {
  const all: object[] = [];
  for (const series of selection.series) {
    for await (const gaps of gapsOf(reader, series, selection)) {
      for (const { from, to, bars, reason } of gaps) {
        all.push({ symbol: series.symbol, from: new Date(from), to: new Date(to), bars, reason });
      }
      if (all.length > MAX_GAPS) return all;
    }
  }
  return all;
}
