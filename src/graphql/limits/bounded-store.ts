import type { DocumentNode, Token } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Maximum bytes of a cache, and of one entry. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ENTRY_BYTES = 2 * 1024 * 1024;
/** Maximum characters of a document that is cached. Longer documents are unusual. */
export const MAX_REMEMBERED = 64 * 1024;

/** Memory of one token of a parsed document with its nodes, in bytes. Measured: 390 to 490. */
const TOKEN_BYTES = 500;
/** Memory overhead of an entry beside its key and value, in bytes. */
const ENTRY_BYTES = 500;

/** LRU cache bounded by bytes. */
export class BoundedStore<V extends object | string> {
  private readonly entries: LRUCache<string, V>;

  /** @param bytesOf returns the size of a value in bytes */
  constructor(bytesOf: (value: V) => number) {
    this.entries = new LRUCache({
      maxSize: MAX_BYTES,
      maxEntrySize: MAX_ENTRY_BYTES,
      sizeCalculation: (value, key) => Math.min(ENTRY_BYTES + textBytes(key) + bytesOf(value), MAX_ENTRY_BYTES + 1),
    });
  }

  /** Current size, in bytes. */
  get bytes(): number {
    return this.entries.calculatedSize;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  /** Stores a value. A value larger than MAX_ENTRY_BYTES is not stored. */
  set(key: string, value: V): void {
    this.entries.set(key, value);
  }

  delete(key: string): boolean {
    return this.entries.delete(key);
  }
}

/** BoundedStore with the asynchronous interface that Apollo Server requires. */
export class ApolloStore<V extends object | string> {
  private readonly store: BoundedStore<V>;

  constructor(bytesOf: (value: V) => number) {
    this.store = new BoundedStore(bytesOf);
  }

  get bytes(): number {
    return this.store.bytes;
  }

  async get(key: string): Promise<V | undefined> {
    return this.store.get(key);
  }

  async set(key: string, value: V): Promise<void> {
    this.store.set(key, value);
  }

  async delete(key: string): Promise<boolean> {
    return this.store.delete(key);
  }
}

export function textBytes(text: string): number {
  return 2 * text.length;
}

/** Size in bytes of a persisted query's text; Infinity when it is too long to cache. */
export function persistedBytes(text: string): number {
  return text.length <= MAX_REMEMBERED ? textBytes(text) : Infinity;
}

/** Size in bytes of a parsed document with its text. Tokens and nodes may take hundreds of times the text. */
export function documentBytes({ loc }: DocumentNode): number {
  if (!loc || loc.source.body.length > MAX_REMEMBERED) return Infinity;
  let tokens = 0;
  for (let token: Token | null = loc.startToken; token; token = token.next) tokens++;
  return textBytes(loc.source.body) + tokens * TOKEN_BYTES;
}
