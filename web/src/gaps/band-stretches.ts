import type { GapReason } from '../generated/graphql';
import type { Band } from './bands';

/** What is drawn of one band, or of several that are too thin to be told apart; in pixels. */
export interface Stretch {
  readonly left: number;
  right: number;
  /** The band, if there is only one. */
  band: Band | null;
  /** Null: of several reasons, or not told. */
  reason: GapReason | null;
}

/** How positions of a chart lie on the screen, in pixels. */
export interface Scale {
  /** Of position 0. */
  readonly start: number;
  /** From one position to the next. */
  readonly step: number;
  readonly width: number;
}

/**
 * Returns what to draw of ascending bands: only what is in sight, and thin bands that lie within a pixel of each other
 * as one, so that there is no more of it than there are pixels.
 */
export function stretchesOf(bands: readonly Band[], { start, step, width }: Scale): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let thin: Stretch | null = null;
  for (let index = firstAfter(bands, -start / step); index < bands.length; index++) {
    const band = bands[index]!;
    const [left, right] = [start + band.from * step, start + band.to * step];
    if (left >= width) break;
    const isThin = right - left < 1;
    if (isThin && thin && left - thin.right < 1) extend(thin, band, right);
    else {
      const stretch = { left, right: isThin ? left + 1 : right, band, reason: band.gap.reason };
      stretches.push(stretch);
      thin = isThin ? stretch : null;
    }
  }
  return stretches;
}

function extend(last: Stretch, { gap }: Band, right: number): void {
  last.right = Math.max(last.right, right);
  last.band = null;
  if (last.reason !== gap.reason) last.reason = null;
}

/** Returns the index of the first band that ends after a position. */
function firstAfter(bands: readonly Band[], place: number): number {
  let [low, high] = [0, bands.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bands[middle]!.to <= place) low = middle + 1;
    else high = middle;
  }
  return low;
}
