import type { ChosenSeries } from '../../application/ports/bar-export';
import type { JobReader } from '../../application/ports/job-reader';
import { alignedUp } from '../../domain/bar';
import { closedEnd } from '../../domain/series/coverage';
import { extentOf, type Gap } from '../../domain/series/gap';
import type { Series } from '../../domain/series/series';
import type { TimeRange } from '../../domain/series/time-range';
import type { Selection } from './selection';

/** Gaps per read. */
const BATCH = 1_000;
const HEADER = 'symbol,from,to,bars,reason\n';

/** Writes the gaps of a selection as CSV. */
export async function* gapsCsv(reader: JobReader, selection: Selection): AsyncGenerator<string, undefined> {
  let head = HEADER;
  for (const series of selection.series) {
    for await (const gaps of gapsOf(reader, series, selection)) {
      yield head + gaps.map((gap) => lineOf(series, gap)).join('');
      head = '';
    }
  }
  yield head;
}

function lineOf({ symbol }: ChosenSeries, { from, to, bars, reason }: Gap): string {
  return `${symbol},${new Date(from).toISOString()},${new Date(to).toISOString()},${bars},${reason}\n`;
}

/** Reads the gaps of one stored series in the time of a selection, in order of time. */
export async function* gapsOf(
  reader: JobReader,
  { id }: ChosenSeries,
  { window }: Selection,
): AsyncGenerator<readonly Gap[], undefined> {
  const series = await reader.oneSeries(id);
  let range = series && rangeOf(series, window);
  while (series && range) {
    const gaps: readonly Gap[] = await reader.gaps(series, range, BATCH);
    yield gaps;
    range = gaps.length < BATCH ? null : { ...range, from: gaps.at(-1)!.to };
  }
}

/** What was asked for, up to the last closed bar; where nothing was, what is known of the series. */
function rangeOf(series: Series, window: Selection['window']): TimeRange | null {
  const extent = extentOf(series);
  const { interval } = series;
  const from = window.from ?? extent?.from;
  const to = window.to ?? extent?.to;
  if (from === undefined || to === undefined) return null;
  const range = {
    from: alignedUp(from, interval),
    to: Math.min(alignedUp(to, interval), closedEnd(Date.now(), interval)),
  };
  return range.from < range.to ? range : null;
}
