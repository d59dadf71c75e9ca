import { GraphQLError, OperationTypeNode } from 'graphql';

/** What one operation may cost: 500 jobs with all their own fields cost about 20,000. See prices.ts. */
export const MAX_COST = 100_000;
/** What one event of a subscription may cost: it comes again and again, four times a second of each job. */
export const MAX_EVENT_COST = 1_000;

/** @returns why an operation of this cost is not executed, or null */
export function costRefusal(operation: OperationTypeNode, cost: number): GraphQLError | null {
  const isLive = operation === OperationTypeNode.SUBSCRIPTION;
  const limit = isLive ? MAX_EVENT_COST : MAX_COST;
  if (cost <= limit) return null;
  const message = `${isLive ? 'An event' : 'The operation'} would cost more than ${limit}. Ask for shorter lists.`;
  return new GraphQLError(message, { extensions: { code: 'OPERATION_TOO_COSTLY', limit } });
}
