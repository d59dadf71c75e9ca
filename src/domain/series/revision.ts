import type { Bar } from '../bar';

/** A bar that was stored and replaced by another one. */
export interface Revision {
  /** Grows with each revision. */
  readonly id: number;
  /** Opening time of the bar. */
  readonly time: number;
  readonly before: Bar;
  readonly after: Bar;
  /** When it was replaced. */
  readonly at: Date;
  /** The job that did. */
  readonly jobId: string;
}
