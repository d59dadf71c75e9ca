/** What a list needs to know of a job. */
export interface Entry {
  readonly id: string;
  readonly createdAt: string;
}

/** A row of the list as it is shown. */
export interface Row extends Entry {
  /** The job does not fit the filter any more; its row stays while somebody's hand is at the list. */
  readonly hasLeft: boolean;
}

/** As the service orders them. */
export function newestFirst(a: Entry, b: Entry): number {
  if (a.id === b.id) return 0;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/**
 * What is shown while the order is held: the rows that were there, each at its place, and behind them what was loaded
 * since. Only what is newer than the last of them has to wait.
 */
export function heldRows(
  held: readonly Entry[],
  entries: readonly Entry[],
): { readonly shown: readonly Entry[]; readonly waiting: number } {
  const last = held.at(-1);
  if (!last) return { shown: entries, waiting: 0 };
  const there = new Set(held.map(({ id }) => id));
  const others = entries.filter(({ id }) => !there.has(id));
  const behind = others.filter((entry) => newestFirst(last, entry) < 0);
  return { shown: [...held, ...behind], waiting: others.length - behind.length };
}
