import type { Job } from '../api/job-cache';
import type { Verdict } from '../generated/graphql';
import { count, STATE_NAMES } from './format';

/** The fields that describe a job's state and outcome. */
export type JobOutcome = Pick<Job, 'state' | 'settled' | 'verdict' | 'symbolsWithGaps'> & {
  readonly progress: Pick<Job['progress'], 'failed'>;
};

/** How a job looks: its state, or what is wrong with a job that is COMPLETED. */
export type Look = Lowercase<Job['state']> | 'flawed' | 'gappy' | 'nothing';

const LOOKS: Readonly<Record<Verdict, Look>> = {
  COMPLETE: 'completed',
  WITH_FAILURES: 'flawed',
  WITH_GAPS: 'gappy',
  NOTHING_COLLECTED: 'nothing',
};

export function lookOf({
  state,
  verdict,
  progress: { failed },
}: Omit<JobOutcome, 'settled' | 'symbolsWithGaps'>): Look {
  if (state !== 'COMPLETED') return state.toLowerCase() as Look;
  if (failed > 0) return 'flawed';
  return verdict ? LOOKS[verdict] : 'completed';
}

/** The state in words; `draining` is added while a paused job has symbols in flight. */
export function stateWords({ state, settled }: Pick<Job, 'state' | 'settled'>): string {
  return state === 'PAUSED' && !settled ? `${STATE_NAMES[state]}, draining` : STATE_NAMES[state];
}

/** The number of failed symbols in words; null if there are none. */
export function failureWords({ state, progress: { failed } }: Pick<JobOutcome, 'state' | 'progress'>): string | null {
  if (failed === 0) return null;
  // For a failed job, "12 failed" alone would be ambiguous.
  return state === 'FAILED'
    ? `${count(failed)} ${failed === 1 ? 'symbol' : 'symbols'} failed`
    : `${count(failed)} failed`;
}

/** What a COMPLETED job without failures lacks, in words; null if it is nothing. */
export function lackWords({
  verdict,
  symbolsWithGaps,
}: Pick<JobOutcome, 'verdict' | 'symbolsWithGaps'>): string | null {
  if (verdict === 'NOTHING_COLLECTED') return 'nothing collected';
  return verdict === 'WITH_GAPS' ? `${count(symbolsWithGaps)} with gaps` : null;
}

/** Minimum width of the failed part, as a fraction of the bar: one failure of 100,000 must be visible. */
const NARROWEST = 0.01;

export interface BarParts {
  /** Width of the symbols that are done and did not fail, from the left, as a fraction of the bar. */
  readonly good: number;
  /** Start and end of the failed part, as fractions of the bar; null if none failed. */
  readonly failed: readonly [from: number, to: number] | null;
}

export function barParts({ done, failed, total }: Pick<Job['progress'], 'done' | 'failed' | 'total'>): BarParts {
  const good = (done - failed) / total;
  if (failed === 0) return { good, failed: null };
  const width = Math.max(failed / total, NARROWEST);
  const from = Math.min(good, 1 - width);
  return { good, failed: [from, from + width] };
}
