import { Arg, Int } from 'type-graphql';
import { MAX_FIRST } from './pagination';

/* Decorators of the arguments that every connection has. */

/** @param defaultFirst number of entries when the argument is null, the `defaultFirst` of `pageOf` */
export function First(defaultFirst: number): ReturnType<typeof Arg> {
  return Arg('first', () => Int, {
    nullable: true,
    defaultValue: defaultFirst,
    description: `Maximum number of entries to return, capped at ${MAX_FIRST}. Null means ${defaultFirst}.`,
  });
}

export function After(): ReturnType<typeof Arg> {
  return Arg('after', () => String, { nullable: true, description: 'Return entries after this cursor.' });
}
