import type { ChosenSeries } from '../../application/ports/bar-export';
import type { JobReader } from '../../application/ports/job-reader';
import type { Gap } from '../../domain/series/gap';
import { gapRange } from '../../domain/series/gap-range';
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
  if (!series) return;
  const { from: start, to } = gapRange(series, window.from, window.to, Date.now());
  for (let from = start; from < to;) {
    const gaps: readonly Gap[] = await reader.gaps(series, { from, to }, BATCH);
    yield gaps;
    from = gaps.length < BATCH ? to : gaps.at(-1)!.to;
  }
}
