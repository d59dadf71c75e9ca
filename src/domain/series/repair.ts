import type { BarInterval } from '../bar';
import type { AskableReason } from './gap';
import type { TimeRange } from './time-range';

/** The series whose gaps a new job is to ask for. */
export type RepairSelection =
  | { readonly by: 'JOB'; readonly jobId: string }
  | { readonly by: 'SERIES'; readonly seriesIds: readonly number[] }
  | { readonly by: 'SOURCE'; readonly source: string; readonly interval: BarInterval };

export interface Repair {
  readonly selection: RepairSelection;
  readonly reasons: readonly AskableReason[];
}

/** A series with gaps, and the range from its first to its last gap. */
export interface SeriesToRepair extends TimeRange {
  readonly source: string;
  readonly interval: BarInterval;
  readonly symbol: string;
}
