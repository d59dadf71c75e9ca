import { alignedUp } from '../../src/domain/bar';
import { difference, setOf, type TimeRange, type TimeRanges } from '../../src/domain/series/time-range';
import type { History, JobRecord, RequestRecord, SeriesRecord, StepRecord } from './history';
import { isDeposed } from './pages';
import { groupBy } from './timeline';
import { CLOCK_MS, COMMIT_MS } from './tolerance';
import type { Violation } from './violation';

/** A job may use what it has read of a series for this long, and its node may stand still meanwhile, in milliseconds. */
const FRESH_MS = 300;

/** What a step has proved of a series. */
interface Proved {
  readonly step: StepRecord;
  readonly range: TimeRange;
}

/**
 * I9: `covered` is the union of what the steps of all jobs have proved, and never more; a symbol with an outcome has its
 * whole window covered; and no request of a MISSING job lies wholly inside what was covered when it was made. The
 * exchange has every bar, so each page proves the times up to its cursor.
 */
export function checkCoverage(history: History): Violation[] {
  const proved = groupBy(provedBy(history), ({ key }) => key);
  const requests = groupBy(history.requests, keyOf);
  const outcomes = groupBy(outcomesOf(history), ({ key }) => key);
  return history.series.flatMap((series) => {
    const of = proved.get(keyOf(series)) ?? [];
    return [
      ...covers(series, of),
      ...unproved(series, outcomes.get(keyOf(series))),
      ...askedAgain(history, requests.get(keyOf(series)), of),
    ];
  });
}

function keyOf({ symbol, interval }: Pick<SeriesRecord, 'symbol' | 'interval'>): string {
  return `${interval} ${symbol}`;
}

/** Each step starts where the one before has led: in between, another job may have covered something. */
function provedBy({ jobs, steps }: History): (Proved & { readonly key: string })[] {
  const byId = new Map(jobs.map((job) => [job.id, job]));
  const bySymbol = groupBy(steps, ({ jobId, position }) => `${jobId} ${position}`);
  return [...bySymbol.values()].flatMap((all) => {
    const job = byId.get(all[0]!.jobId)!;
    const key = keyOf({ symbol: job.symbols[all[0]!.position]!.symbol, interval: job.interval });
    let from = windowOf(job).from;
    return all.flatMap((step) => {
      const range = { from, to: step.cursorAfter ?? from };
      from = range.to;
      return range.to > range.from ? [{ key, step, range }] : [];
    });
  });
}

function windowOf({ from, to, interval }: JobRecord): TimeRange {
  return { from: alignedUp(from, interval), to: alignedUp(to, interval) };
}

function covers(series: SeriesRecord, proved: readonly Proved[]): Violation[] {
  const expected = setOf(proved.map(({ range }) => range));
  if (JSON.stringify(series.covered) === JSON.stringify(expected)) return [];
  const { symbol, covered } = series;
  return [{ invariant: 'I9', name: 'COVERED_DIFFERS', jobId: null, evidence: { symbol, covered, expected } }];
}

/** The outcomes that prove the whole window of their symbol. */
function outcomesOf({ jobs }: History) {
  return jobs.flatMap((job) => {
    const window = windowOf(job);
    return job.symbols
      .filter(({ state }) => state === 'SUCCEEDED' || state === 'EMPTY')
      .map((symbol) => ({ key: keyOf({ ...symbol, interval: job.interval }), jobId: job.id, symbol, window }));
  });
}

function unproved({ covered }: SeriesRecord, outcomes: ReturnType<typeof outcomesOf> = []): Violation[] {
  return outcomes
    .filter(({ window }) => difference([window], covered).length > 0)
    .map(({ jobId, symbol }) => ({
      ...{ invariant: 'I9' as const, name: 'OUTCOME_NOT_PROVED', jobId, evidence: { symbol, covered } },
    }));
}

function askedAgain(history: History, requests: readonly RequestRecord[] = [], proved: readonly Proved[]): Violation[] {
  if (history.jobs.some(({ mode }) => mode !== 'MISSING')) return [];
  return requests.flatMap((request) => {
    const before = proved.filter(({ step: { at } }) => at + COMMIT_MS + CLOCK_MS + FRESH_MS < request.sentAt);
    const covered: TimeRanges = setOf(before.map(({ range }) => range));
    if (difference([{ from: request.from, to: request.to }], covered).length > 0) return [];
    const overlapping = before.filter(({ range }) => range.from < request.to && range.to > request.from);
    if (overlapping.some(({ step }) => isDeposed(history, step, request, requests))) return [];
    return [{ invariant: 'I9' as const, name: 'COVERED_ASKED_AGAIN', jobId: null, evidence: { request, covered } }];
  });
}
