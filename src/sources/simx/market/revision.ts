import type { Bar } from '../../../domain/bar';
import type { Quirk } from './quirk';

/** Returns the bar of the perfect market with the values that it has at `now`, after a revision or before. */
export function revised(bar: Bar, { revisedAt }: Quirk, now: number): Bar {
  if (!revisedAt || now < revisedAt.at) return bar;
  return bar.time >= revisedAt.from && bar.time < revisedAt.to ? otherValues(bar) : bar;
}

/**
 * Returns a valid bar of the same time with another close, unless its high equals its low, and in any case with another
 * number of trades.
 */
export function otherValues(bar: Bar): Bar {
  const close = bar.close === bar.high ? bar.low : bar.high;
  return { ...bar, close, trades: bar.trades! + 1 };
}
