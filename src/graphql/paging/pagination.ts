import { setImmediate } from 'node:timers/promises';
import { GraphQLError } from 'graphql';
import type { ConnectionPage, PageInfo } from '../types/connections';

/** Cap of `first` for most lists. */
export const MAX_FIRST = 500;
export const MAX_FIRST_BARS = 5_000;
/** Bounds of the number of entries in a sampled history. */
export const [MIN_POINTS, MAX_POINTS] = [2, 500];

export function clamped(count: number, min: number, max: number): number {
  return Math.min(Math.max(count, min), max);
}

/** Encodes a position in one list as an opaque cursor, and decodes it. */
export interface CursorCodec<P> {
  encode(place: P): string;
  /** @throws GraphQLError BAD_USER_INPUT when the text is not a cursor of this list */
  decode(cursor: string, argument?: string): P;
}

/** @param read returns the position that the words encode, or undefined when they are invalid */
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

/** Parses an integer from 0 to `max` written in digits. @returns undefined when the word is anything else */
export function integerOf(word: string | undefined, max: number): number | undefined {
  if (word === undefined || !/^\d{1,16}$/.test(word)) return undefined;
  return Number(word) <= max ? Number(word) : undefined;
}

/** Maximum of PostgreSQL's `integer`. */
export const MAX_INTEGER = 2 ** 31 - 1;
/** Upper bound of the times of jobs and bars, in milliseconds since the Unix epoch. */
export const MAX_TIME = Date.UTC(2200, 0);

/** A list that is read in pages. */
interface PagedList<T, P> {
  readonly defaultFirst: number;
  readonly maxFirst?: number;
  readonly codec: CursorCodec<P>;
  readonly placeOf: (node: T) => P;
  readonly count: () => Promise<number | null>;
}

interface PageQuery<T, P> extends PagedList<T, P> {
  readonly first: number | null | undefined;
  readonly after: string | null | undefined;
  /** Reads up to `limit` entries after a position; null starts at the beginning. */
  readonly read: (after: P | null, limit: number) => Promise<readonly T[]>;
}

/** The entries between two positions, both exclusive. Null means the end of the list on that side. */
export interface Stretch<P> {
  readonly after: P | null;
  readonly before: P | null;
}

interface StretchQuery<T, P> extends PagedList<T, P> {
  readonly first: number | null | undefined;
  readonly last: number | null | undefined;
  readonly after: string | null | undefined;
  readonly before: string | null | undefined;
  /** Reads up to `limit` entries from one end of the stretch, in list order. */
  readonly read: (stretch: Stretch<P>, end: 'FIRST' | 'LAST', limit: number) => Promise<readonly T[]>;
}

/**
 * Reads one page of a list forwards, as defined by the Relay cursor specification
 * (https://relay.dev/graphql/connections.htm).
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

/** Reads a page as `pageOf` does, of a list that is counted only if the page has all of its entries. */
export async function uncountedPageOf<T, P>(query: Omit<PageQuery<T, P>, 'count'>): Promise<ConnectionPage<T>> {
  const page = await pageOf({ ...query, count: async () => null });
  const { edges, pageInfo } = page;
  const isWhole = !pageInfo.hasPreviousPage && !pageInfo.hasNextPage;
  return { ...page, count: async () => (isWhole ? edges.length : null) };
}

/**
 * Reads one page in either direction: `after` and `before` bound the list, `first` takes entries from its beginning,
 * `last` from its end. With neither, returns the default number of entries next to the given cursor.
 * @throws GraphQLError BAD_USER_INPUT as `pageOf`, and for `first` with `last`, which the specification discourages
 */
export async function pageBetween<T, P>(query: StretchQuery<T, P>): Promise<ConnectionPage<T>> {
  const { first, last, defaultFirst, read } = query;
  if (isGiven(first) && isGiven(last)) throw badInput('last', '`first` and `last` do not go together.');
  const after = placeIn(query.after, 'after', query);
  const before = placeIn(query.before, 'before', query);
  const isFromEnd = isGiven(last) || (!isGiven(first) && before !== null && after === null);
  const limit = limitOf(isFromEnd ? 'last' : 'first', first ?? last ?? defaultFirst, query);
  const found = await read({ after, before }, isFromEnd ? 'LAST' : 'FIRST', limit + 1);
  const [hasMoreBefore, hasMoreAfter] = [isFromEnd, !isFromEnd].map((isCutHere) => isCutHere && found.length > limit);
  const hasMore = { hasPreviousPage: hasMoreBefore || after !== null, hasNextPage: hasMoreAfter || before !== null };
  const from = isFromEnd ? Math.max(0, found.length - limit) : 0;
  return connectionPage(found.slice(from, from + limit), hasMore, query);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
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
  return isGiven(cursor) ? codec.decode(cursor, argument) : null;
}

function connectionPage<T, P>(
  nodes: readonly T[],
  hasMore: Pick<PageInfo, 'hasNextPage' | 'hasPreviousPage'>,
  { codec, placeOf, count }: PagedList<T, P>,
): ConnectionPage<T> {
  const cursorOf = (node: T) => codec.encode(placeOf(node));
  const edges = nodes.map((node) => new Edge(node, cursorOf));
  const ends = { startCursor: edges.at(0)?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null };
  return { edges: inTurns(edges), pageInfo: { ...hasMore, ...ends }, count };
}

/** Encodes its cursor only when the cursor is read. */
class Edge<T> {
  constructor(
    readonly node: T,
    private readonly cursorOf: (node: T) => string,
  ) {}

  get cursor(): string {
    return this.cursorOf(this.node);
  }
}

/** Number of entries executed per turn of the event loop. */
const TURN = 100;

/**
 * Spreads the execution of a long list over several turns of the event loop. graphql-js executes a list in one go; a
 * page of 5,000 bars would block all other requests for some 200 ms.
 */
export function inTurns<T>(entries: readonly T[]): readonly (T | Promise<T>)[] {
  let turn = Promise.resolve();
  return entries.map((entry, index) => {
    if (index < TURN) return entry;
    if (index % TURN === 0) turn = turn.then(() => setImmediate());
    return turn.then(() => entry);
  });
}

export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', path: [argument] } });
}
