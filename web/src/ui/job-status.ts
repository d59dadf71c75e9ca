import type { Job } from '../api/job-cache';
import { count, STATE_NAMES } from './format';

/** What a job's state and outcome are made of. */
export type JobOutcome = Pick<Job, 'state' | 'settled'> & { readonly progress: Pick<Job['progress'], 'failed'> };

/** A state in words; `draining` while a paused job has symbols in flight. */
export function stateWords({ state, settled }: Pick<Job, 'state' | 'settled'>): string {
  return state === 'PAUSED' && !settled ? `${STATE_NAMES[state]}, draining` : STATE_NAMES[state];
}

/** How many symbols failed, in words; null when none did. */
export function failureWords({ state, progress: { failed } }: JobOutcome): string | null {
  if (failed === 0) return null;
  // Of a job that has failed itself, "12 failed" alone would not say what.
  return state === 'FAILED'
    ? `${count(failed)} ${failed === 1 ? 'symbol' : 'symbols'} failed`
    : `${count(failed)} failed`;
}

/** A bar shows a single failure of 100,000, too: no part that is there is narrower than this share of the bar. */
const NARROWEST = 0.01;

export interface BarParts {
  /** Symbols that are done and did not fail, from the left: a fraction of the bar. */
  readonly good: number;
  /** Where the failed ones begin and end, as fractions of the bar; null when there are none. */
  readonly failed: readonly [from: number, to: number] | null;
}

export function barParts({ done, failed, total }: Pick<Job['progress'], 'done' | 'failed' | 'total'>): BarParts {
  const good = (done - failed) / total;
  if (failed === 0) return { good, failed: null };
  const width = Math.max(failed / total, NARROWEST);
  const from = Math.min(good, 1 - width);
  return { good, failed: [from, from + width] };
}
