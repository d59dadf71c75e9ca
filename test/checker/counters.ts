import type { StoredSymbolState } from '../../src/domain/job-symbol';
import type { Counters, History, JobRecord, StepRecord } from './history';
import { groupBy } from './timeline';
import type { Violation } from './violation';

/**
 * I3, the counters. The progress counters are the sums over the symbols. Every event carries the progress before it,
 * never less than the previous event. The symbols are as their last steps left them. A COMPLETED job has an outcome for
 * each symbol.
 */
export function checkCounters({ jobs, steps }: History): Violation[] {
  const stepsOf = groupBy(steps, ({ jobId }) => jobId);
  return jobs.flatMap((job) => [
    ...sums(job),
    ...shrinking(job),
    ...symbolsWithoutSteps(job, stepsOf.get(job.id) ?? []),
    ...missingOutcomes(job),
  ]);
}

function sums(job: JobRecord): Violation[] {
  const count = (state: StoredSymbolState) => job.symbols.filter((symbol) => symbol.state === state).length;
  const sum: Counters = {
    succeeded: count('SUCCEEDED'),
    empty: count('EMPTY'),
    failed: count('FAILED'),
    rows: job.symbols.reduce((rows, symbol) => rows + symbol.rows, 0),
  };
  const told = job.events.at(-1)?.counters;
  const isToldRight = told && doneOf(told) === doneOf(sum) && told.rows <= sum.rows;
  if (isSame(sum, job.progress) && isToldRight) return [];
  return [violation('COUNTERS_DIFFER', job, { symbols: sum, progress: job.progress, told })];
}

function shrinking(job: JobRecord): Violation[] {
  return job.events.slice(1).flatMap((event, index) => {
    const before = job.events[index]!;
    const [now, then] = [event.counters, before.counters];
    const isLess = now.rows < then.rows || (['succeeded', 'empty', 'failed'] as const).some((n) => now[n] < then[n]);
    return isLess ? [violation('PROGRESS_SHRANK', job, { before, event })] : [];
  });
}

function symbolsWithoutSteps(job: JobRecord, steps: readonly StepRecord[]): Violation[] {
  const last = new Map(steps.map((step) => [step.position, step]));
  return job.symbols.flatMap((symbol) => {
    const { number = 0, rows = 0, state = 'PENDING' } = last.get(symbol.position) ?? {};
    const isSo = number === symbol.steps && rows === symbol.rows && state === symbol.state;
    return isSo ? [] : [violation('SYMBOL_NOT_AS_STORED', job, { symbol, lastStep: last.get(symbol.position) })];
  });
}

function missingOutcomes(job: JobRecord): Violation[] {
  const pending = job.symbols.filter(({ state }) => state === 'PENDING');
  return job.state === 'COMPLETED' && pending.length > 0 ? [violation('OUTCOME_MISSING', job, { pending })] : [];
}

function doneOf({ succeeded, empty, failed }: Counters): number {
  return succeeded + empty + failed;
}

function isSame(one: Counters, other: Counters): boolean {
  return (['succeeded', 'empty', 'failed', 'rows'] as const).every((name) => one[name] === other[name]);
}

function violation(name: string, { id }: JobRecord, evidence: object): Violation {
  return { invariant: 'I3', name, jobId: id, evidence };
}
