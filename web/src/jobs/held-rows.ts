/** The fields of a job that determine its place in a list. */
export interface Entry {
  readonly id: string;
  readonly createdAt: string;
}

/** A row as the list shows it. */
export interface Row extends Entry {
  /** The job does not match the filter any more; its row stays while the order is held. */
  readonly hasLeft: boolean;
}

/** The order of the service. */
export function newestFirst(a: Entry, b: Entry): number {
  if (a.id === b.id) return 0;
  if (a.createdAt !== b.createdAt) return a.createdAt < b.createdAt ? 1 : -1;
  return a.id < b.id ? 1 : -1;
}

/**
 * Returns the rows to show while the order is held: the held rows in their places, followed by rows loaded since. Only
 * jobs newer than the last held row wait.
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
