import type { DocumentNode, Token } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Bytes that a cache of ours holds at most, and one entry of it. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ENTRY_BYTES = 2 * 1024 * 1024;
/** Characters of a document that is remembered: of usual size, if not a very long one. */
export const MAX_REMEMBERED = 64 * 1024;

/** What a token of a parsed document takes with its nodes, in bytes: 390 to 490 were measured. */
const TOKEN_BYTES = 500;
/** What an entry takes beside its key and its value, in bytes. */
const ENTRY_BYTES = 500;

/** Remembers what was used last, as much of it as fits into so many bytes. */
export class BoundedStore<V extends object | string> {
  private readonly entries: LRUCache<string, V>;

  /** @param bytesOf what a value takes, in bytes */
  constructor(bytesOf: (value: V) => number) {
    this.entries = new LRUCache({
      maxSize: MAX_BYTES,
      maxEntrySize: MAX_ENTRY_BYTES,
      sizeCalculation: (value, key) => Math.min(ENTRY_BYTES + textBytes(key) + bytesOf(value), MAX_ENTRY_BYTES + 1),
    });
  }

  /** What it holds by now. */
  get bytes(): number {
    return this.entries.calculatedSize;
  }

  get(key: string): V | undefined {
    return this.entries.get(key);
  }

  /** Whatever is too large by itself is not remembered. */
  set(key: string, value: V): void {
    this.entries.set(key, value);
  }

  delete(key: string): boolean {
    return this.entries.delete(key);
  }
}

/** The same as Apollo Server wants it. */
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

/** The text of a document as it is remembered in place of its hash. */
export function persistedBytes(text: string): number {
  return text.length <= MAX_REMEMBERED ? textBytes(text) : Infinity;
}

/** A document with its text. Most of it are tokens and nodes, which may be hundreds of times as large as what they stand for. */
export function documentBytes({ loc }: DocumentNode): number {
  if (!loc || loc.source.body.length > MAX_REMEMBERED) return Infinity;
  let tokens = 0;
  for (let token: Token | null = loc.startToken; token; token = token.next) tokens++;
  return textBytes(loc.source.body) + tokens * TOKEN_BYTES;
}
