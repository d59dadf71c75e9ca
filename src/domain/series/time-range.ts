/** A half-open range of time in milliseconds since the Unix epoch: `from` inclusive, `to` exclusive, from < to. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A set of times: ranges in order of time that neither overlap nor touch. */
export type TimeRanges = readonly TimeRange[];

/** Returns the set of all times of the given ranges, which may overlap, be empty and come in any order. */
export function setOf(ranges: Iterable<TimeRange>): TimeRanges {
  const set: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((a, b) => a.from - b.from)) {
    const last = set.at(-1);
    if (from >= to) continue;
    if (last && from <= last.to) last.to = Math.max(last.to, to);
    else set.push({ from, to });
  }
  return set;
}

export function union(a: TimeRanges, b: TimeRanges): TimeRanges {
  return setOf([...a, ...b]);
}

/** Returns the times of `a` that are not in `b`. */
export function difference(a: TimeRanges, b: TimeRanges): TimeRanges {
  const rest: TimeRange[] = [];
  let next = 0;
  for (const { from, to } of a) {
    let start = from;
    while (next > 0 && b[next - 1]!.to > from) next--;
    for (; next < b.length && b[next]!.from < to; next++) {
      if (b[next]!.from > start) rest.push({ from: start, to: b[next]!.from });
      start = Math.max(start, b[next]!.to);
    }
    if (start < to) rest.push({ from: start, to });
  }
  return rest;
}

/** Returns the times of a set that lie in a range. */
export function clipped(set: TimeRanges, { from, to }: TimeRange): TimeRanges {
  return set
    .map((range) => ({ from: Math.max(range.from, from), to: Math.min(range.to, to) }))
    .filter((range) => range.from < range.to);
}

export function isSame(a: TimeRange, b: TimeRange | null): boolean {
  return a.from === b?.from && a.to === b.to;
}
