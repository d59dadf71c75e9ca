export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** PostgreSQL text cannot contain NUL. Replacing it makes such a filter match nothing instead of failing. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
