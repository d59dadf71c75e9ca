import type { ChosenSeries, ExportedBar } from '../../application/ports/bar-export';
import type { JobReader } from '../../application/ports/job-reader';
import { barsOf, isComplete, type Selection } from './selection';

const COLUMNS = ['time', 'open', 'high', 'low', 'close', 'volume', 'quote_volume', 'trades', 'taker_volume'];

/** Writes the bars of a selection as CSV. The first part has bars, if there are any. */
export async function* barsCsv(reader: JobReader, selection: Selection): AsyncGenerator<string, undefined> {
  const { isOne, isResampled } = selection;
  const columns = [...(isOne ? [] : ['symbol']), ...COLUMNS, ...(isResampled ? ['bars', 'complete'] : [])];
  let head = `${columns.join(',')}\n`;
  for await (const { series, bars } of barsOf(reader, selection)) {
    const lines = bars.map((bar) => lineOf(bar, series, selection));
    yield head + lines.join('');
    head = '';
  }
  yield head;
}

/** No quoting: numbers, times and symbols contain neither commas nor quotes. */
function lineOf(bar: ExportedBar, series: ChosenSeries, { isOne, isResampled, window }: Selection): string {
  const { time, open, high, low, close, volume, quoteVolume, trades, takerVolume, bars } = bar;
  const known = `${new Date(time).toISOString()},${open},${high},${low},${close},${volume}`;
  const values = `${known},${quoteVolume ?? ''},${trades ?? ''},${takerVolume ?? ''}`;
  const made = isResampled ? `,${bars},${isComplete(bar, series, window)}` : '';
  return `${isOne ? '' : `${series.symbol},`}${values}${made}\n`;
}
