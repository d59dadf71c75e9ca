import type { Gap } from '../data/gaps';
import type { GapReason } from '../generated/graphql';
import { duration, shortUtc } from '../ui/format';
import type { Period } from '../ui/chart-view';
import { placeOf } from '../ui/time-positions';
import { GAP_REASONS } from './reasons';
import type { ToldGap } from './told-gaps';

/** A gap as the chart shows it; times in seconds. */
export interface NamedGap extends Period {
  readonly missing: number;
  /** Null while the service has not told it. */
  readonly reason: GapReason | null;
}

/** A gap and the positions at which it begins and ends in a chart. */
export interface Band {
  readonly gap: NamedGap;
  readonly from: number;
  readonly to: number;
}

/**
 * Names the gaps between the bars of a chart by what the service tells of the times in them; both ascend. One gap may
 * have several reasons, one after the other.
 */
export function namedGaps(gaps: readonly Gap[], told: readonly ToldGap[]): readonly NamedGap[] {
  const named: NamedGap[] = [];
  let next = 0;
  for (const { from, to, missing } of gaps) {
    while (next < told.length && told[next]!.to <= from) next += 1;
    const before = named.length;
    for (let index = next; index < told.length && told[index]!.from < to; index++) {
      const { bars, reason, ...period } = told[index]!;
      named.push({ from: Math.max(period.from, from), to: Math.min(period.to, to), missing: bars, reason });
    }
    if (named.length === before) named.push({ from, to, missing, reason: null });
  }
  return named;
}

/** @param times of the points of the chart; a band reaches half a point to each side of its missing times */
export function bandsOf(gaps: readonly NamedGap[], times: readonly number[]): readonly Band[] {
  return gaps.map((gap) => ({ gap, from: placeOf(times, gap.from) - 0.5, to: placeOf(times, gap.to) - 0.5 }));
}

/** Widens a period to the whole of the gaps at its ends: a part of a gap would be told as a shorter one. */
export function withWholeGaps({ from, to }: Period, gaps: readonly Gap[]): Period {
  const [first, last] = [gaps.find((gap) => gap.to > from), gaps.findLast((gap) => gap.from < to)];
  return { from: Math.min(from, first?.from ?? from), to: Math.max(to, last?.to ?? to) };
}

/** Returns the band at a position, or the nearest one within `reach`. */
export function bandAt(bands: readonly Band[], place: number, reach: number): Band | null {
  const away = ({ from, to }: Band) => Math.max(from - place, place - to, 0);
  const nearest = bands.reduce<Band | null>((best, band) => (best && away(best) <= away(band) ? best : band), null);
  return nearest && away(nearest) <= reach ? nearest : null;
}

/** The gap in words. */
export function wordsOfGap({ from, to, reason }: Period & { readonly reason: GapReason | null }): string {
  const range = `${shortUtc(from)} – ${shortUtc(to)} (${duration(to - from)})`;
  return reason ? `${GAP_REASONS[reason]}: ${range}` : `No bars ${range}`;
}
