/**
 * A chart numbers its points and knows places between and beyond them; a reader's choice is one of times. Times ascend,
 * in seconds.
 */

/** The time at a place, between points in proportion, beyond them as far apart as the last two. */
export function timeAt(times: readonly number[], place: number): number {
  const [below, step] = stretchAt(times, Math.floor(place));
  return (times[below] ?? 0) + (place - below) * step;
}

/** The place of a time: the other way round. */
export function placeOf(times: readonly number[], time: number): number {
  const [below, step] = stretchAt(times, lastUpTo(times, time));
  return below + (time - (times[below] ?? 0)) / step;
}

/** The point at which the stretch around a place begins, and how long a stretch is there. */
function stretchAt(times: readonly number[], index: number): [number, number] {
  if (times.length < 2) return [0, 1];
  const below = Math.min(Math.max(index, 0), times.length - 2);
  return [below, times[below + 1]! - times[below]!];
}

/** The index of the last point that is not after a time; -1 before the first. */
function lastUpTo(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
