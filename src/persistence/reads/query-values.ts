export function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}

/** PostgreSQL holds no NUL: what is asked with one is found nowhere, rather than an error. */
export function storable(text: string): string {
  return text.replaceAll('\0', '\ufffd');
}
