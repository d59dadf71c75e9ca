import { GraphQLError } from 'graphql';
import type { ConnectionPage } from './types/connections';

/** `first` of most lists is capped here. */
export const MAX_FIRST = 500;
export const MAX_FIRST_BARS = 5_000;

/** How to write a place in one list as an opaque cursor, and to read it back. */
export interface CursorCodec<P> {
  encode(place: P): string;
  /** @throws GraphQLError BAD_USER_INPUT when the text is no cursor of this list */
  decode(cursor: string): P;
}

/** @param read the place that the words name, or undefined when they name none */
export function cursorCodec<P>(
  list: string,
  write: (place: P) => readonly string[],
  read: (words: readonly string[]) => P | undefined,
): CursorCodec<P> {
  return {
    encode: (place) => Buffer.from([list, ...write(place)].join(' ')).toString('base64url'),
    decode: (cursor) => {
      const [name, ...words] = Buffer.from(cursor, 'base64url').toString().split(' ');
      const place = name === list ? read(words) : undefined;
      if (place === undefined) throw badInput('after', `This is no cursor of ${list}.`);
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

interface PageQuery<T, P> {
  readonly first: number | null | undefined;
  readonly defaultFirst: number;
  readonly maxFirst?: number;
  readonly after: string | null | undefined;
  readonly codec: CursorCodec<P>;
  readonly placeOf: (node: T) => P;
  /** Reads up to `limit` entries after a place. */
  readonly read: (after: P | null, limit: number) => Promise<readonly T[]>;
  readonly count: () => Promise<number>;
}

/**
 * One page of a list, by the Relay cursor specification (https://relay.dev/graphql/connections.htm), forwards.
 * @throws GraphQLError BAD_USER_INPUT for a negative `first` or an `after` of another list
 */
export async function pageOf<T, P>(query: PageQuery<T, P>): Promise<ConnectionPage<T>> {
  const first = query.first ?? query.defaultFirst;
  if (first < 0) throw badInput('first', 'first must not be negative.');
  const limit = Math.min(first, query.maxFirst ?? MAX_FIRST);
  const after = query.after === null || query.after === undefined ? null : query.codec.decode(query.after);
  const found = await query.read(after, limit + 1);
  const edges = found.slice(0, limit).map((node) => ({ node, cursor: query.codec.encode(query.placeOf(node)) }));
  return {
    edges,
    pageInfo: {
      hasNextPage: found.length > limit,
      hasPreviousPage: after !== null,
      startCursor: edges.at(0)?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count: query.count,
  };
}

export function badInput(argument: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', path: [argument] } });
}
