import { createHash } from 'node:crypto';
import { execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import { publicResult } from '../api-errors';
import type { ApiContext } from '../context';
import type { EndTurn } from '../cost/dear-operations';
import type { Sink } from './sink';

/** A WebSocket operation, ready for execution. */
export interface LiveArgs extends ExecutionArgs {
  readonly contextValue: ApiContext;
  /** Source text of the document. */
  readonly query: string;
  readonly sink: Sink;
  /** Must be called after execution. Has no effect for a subscription, which takes no turn. */
  readonly endTurn: EndTurn;
}

/**
 * Returns a key that is equal for operations with equal results: role, operation name, document and variables.
 * @param but name of a variable to exclude
 */
export function resultKey({ query, operationName, variableValues, contextValue }: LiveArgs, but?: string): string {
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => name !== but);
  const whole = [contextValue.principal.role, operationName ?? null, query, variables.sort(byName)];
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64');
}

/** Executes the operation for one value of its source stream. @returns the result as JSON, with public errors only */
export async function render(args: ExecutionArgs, rootValue: unknown, log: Logger): Promise<string> {
  const result = await execute({ ...args, rootValue });
  return JSON.stringify(publicResult(result, log) satisfies ExecutionResult);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
