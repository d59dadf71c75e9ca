import { createHash } from 'node:crypto';
import { execute, type ExecutionArgs, type ExecutionResult } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import { publicResult } from '../api-errors';
import type { ApiContext } from '../context';
import type { EndTurn } from '../cost/dear-operations';
import type { Sink } from './sink';

/** One operation over WebSocket, ready to be executed. */
export interface LiveArgs extends ExecutionArgs {
  readonly contextValue: ApiContext;
  /** The document's text. */
  readonly query: string;
  readonly sink: Sink;
  /** To be called when it has been executed; a subscription has no turn that could end. */
  readonly endTurn: EndTurn;
}

/**
 * The same for operations whose results are the same: document, variables and what the viewer may see.
 * @param but a variable that makes no difference
 */
export function resultKey({ query, operationName, variableValues, contextValue }: LiveArgs, but?: string): string {
  const variables = Object.entries(variableValues ?? {}).filter(([name]) => name !== but);
  const whole = [contextValue.principal.role, operationName ?? null, query, variables.sort(byName)];
  return createHash('sha256').update(JSON.stringify(whole)).digest('base64');
}

/** Executes the operation for one value of its source stream. @returns the result as JSON, fit for the public */
export async function render(args: ExecutionArgs, rootValue: unknown, log: Logger): Promise<string> {
  const result = await execute({ ...args, rootValue });
  return JSON.stringify(publicResult(result, log) satisfies ExecutionResult);
}

function byName([a]: [string, unknown], [b]: [string, unknown]): number {
  return a < b ? -1 : Number(a > b);
}
