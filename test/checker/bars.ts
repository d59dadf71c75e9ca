import type { Bar } from '../../src/domain/bar';
import type { History, JobRecord, SeriesRecord, SourceRecord, SymbolRecord } from './history';
import { groupBy } from './timeline';
import type { Violation } from './violation';

/**
 * I3, the bars. A symbol that SUCCEEDED has all bars of the source in the window; any other symbol has the first `rows`
 * of them. Bars match digit for digit. No bar exists that no job of the run stored.
 */
export function checkBars(history: History): Violation[] {
  const owners = groupBy(
    history.jobs.flatMap((job) => job.symbols.map((symbol) => ({ job, symbol }))),
    ({ job, symbol }) => `${job.interval} ${symbol.symbol}`,
  );
  const stored = new Map(history.bars.map((series) => [`${series.interval} ${series.symbol}`, series]));
  const keys = new Set([...owners.keys(), ...stored.keys()]);
  return [...keys].flatMap((key) => checkSeries(history, owners.get(key) ?? [], stored.get(key)));
}

interface Owner {
  readonly job: JobRecord;
  readonly symbol: SymbolRecord;
}

function checkSeries({ source }: History, owners: readonly Owner[], stored: SeriesRecord | undefined): Violation[] {
  const expected = expectedOf(owners, source);
  const bars = stored?.bars ?? [];
  if (bars.length === expected.length && bars.every((bar, n) => isSame(bar, expected[n]))) return [];
  return [difference(owners, expected, bars, stored?.symbol)];
}

function expectedOf(owners: readonly Owner[], source: SourceRecord): readonly Bar[] {
  const lists = owners.map(({ job, symbol }) => {
    const all = source.barsOf(symbol.symbol, job.interval, job.from, job.to);
    return symbol.state === 'SUCCEEDED' ? all : all.slice(0, symbol.rows);
  });
  if (lists.length === 1) return lists[0]!;
  const byTime = new Map(lists.flat().map((bar) => [bar.time, bar]));
  return [...byTime.values()].sort((a, b) => a.time - b.time);
}

function difference(
  owners: readonly Owner[],
  expected: readonly Bar[],
  stored: readonly Bar[],
  name?: string,
): Violation {
  const [should, does] = [byTime(expected), byTime(stored)];
  const times = [...new Set([...should.keys(), ...does.keys()])];
  const wrong = times.filter((time) => !isSame(should.get(time), does.get(time)));
  const [time] = wrong;
  const first = time === undefined ? null : { expected: should.get(time), stored: does.get(time) };
  const symbol = name ?? owners[0]?.symbol.symbol;
  const evidence = { symbol, wrong: wrong.length, first, owners: owners.map((owner) => owner.symbol) };
  return { invariant: 'I3', name: 'BARS_DIFFER', jobId: owners[0]?.job.id ?? null, evidence };
}

function byTime(bars: readonly Bar[]): Map<number, Bar> {
  return new Map(bars.map((bar) => [bar.time, bar]));
}

function isSame(one: Bar | undefined, other: Bar | undefined): boolean {
  const fields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
  return one !== undefined && other !== undefined && fields.every((field) => one[field] === other[field]);
}
