import type { Bar } from '../../src/domain/bar';
import type { History, SeriesRecord } from './history';
import type { Violation } from './violation';

/** I3, the bars: a series has the bars of the source in all that is covered, digit for digit, and no other. */
export function checkBars({ series, source }: History): Violation[] {
  return series.flatMap((each) => {
    const { symbol, interval, covered } = each;
    const expected = covered.flatMap(({ from, to }) => source.barsOf(symbol, interval, from, to));
    return difference(each, expected);
  });
}

function difference({ symbol, bars }: SeriesRecord, expected: readonly Bar[]): Violation[] {
  if (bars.length === expected.length && bars.every((bar, n) => isSame(bar, expected[n]))) return [];
  const [should, does] = [byTime(expected), byTime(bars)];
  const times = [...new Set([...should.keys(), ...does.keys()])];
  const wrong = times.filter((time) => !isSame(should.get(time), does.get(time)));
  const [time] = wrong;
  const first = time === undefined ? null : { expected: should.get(time), stored: does.get(time) };
  return [{ invariant: 'I3', name: 'BARS_DIFFER', jobId: null, evidence: { symbol, wrong: wrong.length, first } }];
}

function byTime(bars: readonly Bar[]): Map<number, Bar> {
  return new Map(bars.map((bar) => [bar.time, bar]));
}

const FIELDS = ['time', 'open', 'high', 'low', 'close', 'volume', 'quoteVolume', 'trades', 'takerVolume'] as const;

function isSame(one: Bar | undefined, other: Bar | undefined): boolean {
  return one !== undefined && other !== undefined && FIELDS.every((field) => one[field] === other[field]);
}
