import { GraphQLError } from 'graphql';
import type { ConnectionPage, PageInfo } from './types/connections';

/** `first` of most lists is capped here. */
export const MAX_FIRST = 500;
export const MAX_FIRST_BARS = 5_000;
/** Entries of a history that is thinned out. */
export const [MIN_POINTS, MAX_POINTS] = [2, 500];

export function clamped(count: number, min: number, max: number): number {
  return Math.min(Math.max(count, min), max);
}

/** How to write a place in one list as an opaque cursor, and to read it back. */
export interface CursorCodec<P> {
  encode(place: P): string;
  /** @throws GraphQLError BAD_USER_INPUT when the text is no cursor of this list */
  decode(cursor: string, argument?: string): P;
}

/** @param read the place that the words name, or undefined when they name none */
export function cursorCodec<P>(
  list: string,
  write: (place: P) => readonly string[],
  read: (words: readonly string[]) => P | undefined,
): CursorCodec<P> {
  return {
    encode: (place) => Buffer.from([list, ...write(place)].join(' ')).toString('base64url'),
    decode: (cursor, argument = 'after') => {
      const [name, ...words] = Buffer.from(cursor, 'base64url').toString().split(' ');
      const place = name === list ? read(words) : undefined;
      if (place === undefined) throw badInput(argument, `This is no cursor of ${list}.`);
      return place;
    },
  };
}

/** An integer from 0 to `max` written in digits, or undefined. */
export function integerOf(word: string | undefined, max: number): number | undefined {
  if (word === undefined || !/^\d{1,16}$/.test(word)) return undefined;
  return Number(word) <= max ? Number(word) : undefined;
}

/** What PostgreSQL holds in an integer. */
export const MAX_INTEGER = 2 ** 31 - 1;
/** No job and no bar is later, in milliseconds since the Unix epoch. */
export const MAX_TIME = Date.UTC(2200, 0);

/** A list that can be looked at in pages. */
interface PagedList<T, P> {
  readonly defaultFirst: number;
  readonly maxFirst?: number;
  readonly codec: CursorCodec<P>;
  readonly placeOf: (node: T) => P;
  readonly count: () => Promise<number>;
}

interface PageQuery<T, P> extends PagedList<T, P> {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
  /** Reads up to `limit` entries after a place. */
  readonly read: (after: P | null, limit: number) => Promise<readonly T[]>;
}

interface PageBackQuery<T, P> extends PagedList<T, P> {
  readonly last: number | null | undefined;
  readonly before: string | null | undefined;
  /** Reads the last `limit` entries before a place, in the list's order. */
  readonly read: (before: P | null, limit: number) => Promise<readonly T[]>;
}

/**
 * One page of a list, by the Relay cursor specification (https://relay.dev/graphql/connections.htm), forwards.
 * @throws GraphQLError BAD_USER_INPUT for a negative `first` or an `after` of another list
 */
export async function pageOf<T, P>(query: PageQuery<T, P>): Promise<ConnectionPage<T>> {
  const first = query.first ?? query.defaultFirst;
  const limit = limitOf('first', first, query);
  const after = placeIn(query.after, 'after', query);
  const found = await query.read(after, limit + 1);
  const hasMore = { hasNextPage: found.length > limit, hasPreviousPage: after !== null };
  return connectionPage(found.slice(0, limit), hasMore, query);
}

/** The same backwards: the last entries, or the last before one. `last` takes the place of `first`. */
export async function pageBackOf<T, P>(query: PageBackQuery<T, P>): Promise<ConnectionPage<T>> {
  const limit = limitOf('last', query.last ?? query.defaultFirst, query);
  const before = placeIn(query.before, 'before', query);
  const found = await query.read(before, limit + 1);
  const hasMore = { hasNextPage: before !== null, hasPreviousPage: found.length > limit };
  return connectionPage(limit === 0 ? [] : found.slice(-limit), hasMore, query);
}

function limitOf(argument: string, wanted: number, { maxFirst }: { readonly maxFirst?: number }): number {
  if (wanted < 0) throw badInput(argument, `${argument} must not be negative.`);
  return clamped(wanted, 0, maxFirst ?? MAX_FIRST);
}

function placeIn<P>(
  cursor: string | null | undefined,
  argument: string,
  { codec }: { readonly codec: CursorCodec<P> },
): P | null {
  return cursor === null || cursor === undefined ? null : codec.decode(cursor, argument);
}

function connectionPage<T, P>(
  nodes: readonly T[],
  hasMore: Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>,
  { codec, placeOf, count }: PagedList<T, P>,
): ConnectionPage<T> {
  const edges = nodes.map((node) => ({ node, cursor: codec.encode(placeOf(node)) }));
  const ends = { startCursor: edges.at(0)?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { edges, pageInfo: { ...hasMore, ...ends }, count };
}

export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', path: [argument] } });
}
