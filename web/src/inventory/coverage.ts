import { count, utc } from '../ui/format';
import type { Series } from './series-list';

/** The number of ranges of a series that are asked for: see series.graphql. */
const ASKED = 50;
/** The number of gaps named in words. */
const NAMED = 3;
/** Minimum width of a gap, as a fraction of the strip: one bar of ten years must be visible. */
const NARROWEST = 0.012;

/** A range as fractions of the strip. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

type Covered = Pick<Series, 'covered'>;

/** Returns the gaps between the covered ranges, each wide enough to be seen. */
export function gapsOf({ covered }: Covered): readonly Stretch[] {
  const times = covered.map(({ from, to }) => [Date.parse(from), Date.parse(to)] as const);
  const [begin, end] = [times[0]?.[0] ?? 0, times.at(-1)?.[1] ?? 0];
  return times.slice(1).map(([next], index) => {
    const [from, to] = [times[index]![1], next].map((time) => (time - begin) / (end - begin));
    const wider = Math.max(0, NARROWEST - (to! - from!)) / 2;
    return { from: Math.max(0, from! - wider), to: Math.min(1, to! + wider) };
  });
}

/** The covered part in per cent, rounded down to a tenth: only the whole is 100%, and only nothing is 0%. */
export function percentOf({ coveredFraction }: Pick<Series, 'coveredFraction'>): string {
  // As floating-point numbers, some fractions are a little less than what they stand for.
  const tenths = Math.min(Math.floor(coveredFraction * 1_000 + 1e-9), coveredFraction < 1 ? 999 : 1_000);
  return tenths === 0 && coveredFraction > 0 ? '<0.1%' : `${tenths / 10}%`;
}

/** The covered ranges in words. */
export function wordsFor({ covered }: Covered): string {
  const [first, last] = [covered[0], covered.at(-1)];
  if (!first || !last) return 'Nothing is covered';
  const gaps = covered.slice(1).map(({ from }, index) => `${utc(covered[index]!.to)} – ${utc(from)}`);
  const named = gaps.slice(0, NAMED).join('; ');
  const more = gaps.length > NAMED ? ` and ${count(gaps.length - NAMED)} more` : '';
  const size = `${count(gaps.length)} ${gaps.length === 1 ? 'gap' : 'gaps'}`;
  const span = `Covered ${utc(first.from)} – ${utc(last.to)}`;
  const rest = covered.length >= ASKED ? `; only the first ${ASKED} covered ranges are shown` : '';
  return `${span}, ${gaps.length ? `with ${size}: ${named}${more}` : 'without gaps'}${rest}`;
}
