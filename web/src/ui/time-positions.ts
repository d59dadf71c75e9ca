/**
 * Conversion between times and the positions of a chart, which are point indices, fractional between points and beyond
 * them. Times ascend, in seconds.
 */

/** Returns the time at a position: interpolated between points, extrapolated beyond them by the nearest interval. */
export function timeAt(times: readonly number[], place: number): number {
  const [below, step] = stretchAt(times, Math.floor(place));
  return (times[below] ?? 0) + (place - below) * step;
}

/** Returns the position of a time; the inverse of `timeAt`. */
export function placeOf(times: readonly number[], time: number): number {
  const [below, step] = stretchAt(times, lastUpTo(times, time));
  return below + (time - (times[below] ?? 0)) / step;
}

/** Returns the index of the point where the interval around a position begins, and the interval's length in seconds. */
function stretchAt(times: readonly number[], index: number): [number, number] {
  if (times.length < 2) return [0, 1];
  const below = Math.min(Math.max(index, 0), times.length - 2);
  return [below, times[below + 1]! - times[below]!];
}

/** Returns the index of the last point that is not after `time`; -1 if there is none. */
function lastUpTo(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
