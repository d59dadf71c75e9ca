import { GraphQLError, OperationTypeNode } from 'graphql';

/** Maximum cost of one operation. 500 jobs with all their own fields cost about 20,000. See prices.ts. */
export const MAX_COST = 100_000;
/** Maximum cost of one event of a subscription. Events recur, up to four times a second per job. */
export const MAX_EVENT_COST = 1_000;

/** @returns the refusal of an operation that costs too much, or null */
export function costRefusal(operation: OperationTypeNode, cost: number): GraphQLError | null {
  const isLive = operation === OperationTypeNode.SUBSCRIPTION;
  const limit = isLive ? MAX_EVENT_COST : MAX_COST;
  if (cost <= limit) return null;
  const message = `${isLive ? 'An event' : 'The operation'} would cost more than ${limit}. Ask for shorter lists.`;
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COSTLY', limit } });
}
