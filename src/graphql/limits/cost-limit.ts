import { GraphQLError } from 'graphql';

/** What one operation may cost: 500 jobs with all their own fields cost about 20,000. See prices.ts. */
export const MAX_COST = 100_000;

/** @returns why an operation of this cost is not executed, or null */
export function costRefusal(cost: number): GraphQLError | null {
  if (cost <= MAX_COST) return null;
  const message = `The operation costs more than ${MAX_COST}. Ask for shorter lists.`;
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COSTLY', limit: MAX_COST } });
}
