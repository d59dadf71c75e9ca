import type { GapReason } from '../generated/graphql';

export const GAP_REASONS: Readonly<Record<GapReason, string>> = {
  NOT_COLLECTED: 'Not collected yet',
  QUARANTINED: 'Set aside as invalid',
  OUT_OF_REACH: 'Too old for the source',
  SOURCE_HAS_NONE: 'The source has none',
  BEFORE_LISTING: 'Before the first bar',
};

/** How the gaps of a reason are drawn: lines of a tile of 8 by 8, and the token of their colour. */
export interface Hatch {
  /** The data of an SVG path. The lines continue in the neighbouring tiles. */
  readonly lines: string;
  readonly token: string;
}

const RISING = 'M-2 2L2 -2M0 8L8 0M6 10L10 6';
const FALLING = 'M-2 6L2 10M0 0L8 8M6 -2L10 2';

/** Each reason has lines of its own: colours alone may be indistinguishable. */
export const HATCHES: Readonly<Record<GapReason, Hatch>> = {
  NOT_COLLECTED: { lines: RISING, token: '--gappy' },
  QUARANTINED: { lines: RISING + FALLING, token: '--failed' },
  OUT_OF_REACH: { lines: 'M0 4L8 4', token: '--paused' },
  SOURCE_HAS_NONE: { lines: 'M3 4L5 4', token: '--cancelled' },
  BEFORE_LISTING: { lines: 'M4 0L4 8', token: '--cancelled' },
};

export const TILE = 8;
