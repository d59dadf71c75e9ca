import type { Bar } from '../bar';

/** Differences of a job that are listed: the first ones. All of them are counted. */
export const MAX_DIFFERENCES = 10_000;

/** A bar that is not the same in the database and at the source. */
export interface Difference {
  readonly symbol: string;
  /** Position of the symbol in the job's list. */
  readonly position: number;
  /** Opening time of the bar. */
  readonly time: number;
  /** Null: the source has a bar that is not stored. */
  readonly stored: Bar | null;
  /** Null: the source no longer has the bar. */
  readonly offered: Bar | null;
}
