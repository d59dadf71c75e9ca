import { z } from 'zod';
import type { TimeRange } from '../../../domain/series/time-range';

/** From `at` on, by the clock of the exchange, the bars that open in the range have other values than before. */
export interface Revision extends TimeRange {
  readonly at: number;
}

/**
 * How the market of one symbol deviates from the perfect one, which has every bar and serves it at once. Times are
 * milliseconds since the Unix epoch. An opening time applies to each interval that has a bar opening then.
 */
export interface Quirk {
  /** No bar opens before it. */
  readonly listedAt?: number;
  /** No bar opens in these ranges. */
  readonly holes?: readonly TimeRange[];
  /** Opening times whose row is sent with an opening time that is OFF_GRID_MS too late. */
  readonly offGrid?: readonly number[];
  /** Opening times whose row has its high below its low. `offGrid` takes precedence. */
  readonly brokenRange?: readonly number[];
  /** Opening times whose row is sent twice, with different values. `offGrid` and `brokenRange` take precedence. */
  readonly twice?: readonly number[];
  /** Bars that open earlier than so many milliseconds before now are not served, and the answer says so. */
  readonly reachMs?: number;
  /** So many first answers to each distinct range of a request have no bars and no next page. */
  readonly emptyFirst?: number;
  /** A bar is served only so many milliseconds after it has closed. */
  readonly lateMs?: number;
  readonly revisedAt?: Revision;
}

/** Shorter than every interval, so that the row stays in the interval of its bar. */
export const OFF_GRID_MS = 37;

const time = z.int().nonnegative();
const times = z.array(time).optional();
const duration = z.int().nonnegative().optional();
const range = { from: time, to: time };
const isRange = ({ from, to }: TimeRange) => from < to;
const NO_RANGE = 'from must be before to';

/** A quirk as the control route takes it. */
export const quirkBody: z.ZodType<Quirk> = z.strictObject({
  listedAt: time.optional(),
  holes: z.array(z.strictObject(range).refine(isRange, NO_RANGE)).optional(),
  offGrid: times,
  brokenRange: times,
  twice: times,
  reachMs: duration,
  emptyFirst: duration,
  lateMs: duration,
  revisedAt: z
    .strictObject({ at: time, ...range })
    .refine(isRange, NO_RANGE)
    .optional(),
});

/** Returns whether the market makes a bar that opens at `time`. */
export function hasBar({ listedAt = -Infinity, holes = [] }: Quirk, time: number): boolean {
  return time >= listedAt && !holes.some(({ from, to }) => from <= time && time < to);
}

/**
 * Whether each opening time in a range has a bar that is served at once and as it should be, at any time from now on. What
 * depends on the clock or on earlier requests counts as a deviation everywhere.
 */
export function isPerfectIn(quirk: Quirk, { from, to }: TimeRange): boolean {
  const { listedAt = -Infinity, holes = [], offGrid = [], brokenRange = [], twice = [] } = quirk;
  const { reachMs, emptyFirst, lateMs } = quirk;
  if (reachMs !== undefined || emptyFirst !== undefined || lateMs !== undefined) return false;
  const isFlawed = [...offGrid, ...brokenRange, ...twice].some((time) => from <= time && time < to);
  return listedAt <= from && !isFlawed && !holes.some((hole) => hole.from < to && from < hole.to);
}

/** Returns what is wrong with the row of the bar that opens at `time`; null: nothing. */
export function flawAt({ offGrid, brokenRange, twice }: Quirk, time: number): Flaw | null {
  if (offGrid?.includes(time)) return 'OFF_GRID';
  if (brokenRange?.includes(time)) return 'BROKEN_RANGE';
  return twice?.includes(time) ? 'TWICE' : null;
}

export type Flaw = 'OFF_GRID' | 'BROKEN_RANGE' | 'TWICE';
