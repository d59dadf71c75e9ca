/** Returns the whole number that a parameter is; null if it is absent or empty; NaN if it is anything else. */
export function integer(query: URLSearchParams, name: string): number | null {
  const text = query.get(name);
  if (!text) return null;
  return /^-?\d{1,16}$/.test(text) ? Number(text) : NaN;
}

/** Returns the intervals of an exchange, in milliseconds by name, from a table in minutes. */
export function inMinutes(table: Readonly<Record<string, number>>): ReadonlyMap<string, number> {
  return new Map(Object.entries(table).map(([name, minutes]) => [name, minutes * 60_000]));
}

export const seconds = (ms: number) => Math.floor(ms / 1000);
