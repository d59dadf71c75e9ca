import { randomUUID } from 'node:crypto';
import { getOperationAST, GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { WebSocket } from 'ws';
import type { Logger } from '../../application/ports/logger';
import { publicResult } from '../api-errors';
import { contextOf, type LiveDeps } from '../context';
import { MAX_NAME } from '../limits/input-bounds';
import type { OperationCheck } from '../limits/operation-check';
import { declaredVariables } from '../limits/operation-variables';
import { requestRefusal } from '../limits/request-bounds';
import { DocumentCache } from './document-cache';
import type { LiveArgs } from './live-args';
import type { LiveSocket } from './live-socket';
import { Sink } from './sink';

/** Close code of graphql-transport-ws. */
const BAD_REQUEST = 4400;

/** Payload of a client's subscribe message. */
export interface LiveRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/** Prepares operations for execution from clients' subscribe messages. */
export class LiveOperations {
  private readonly documents: DocumentCache;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly check: OperationCheck,
    private readonly deps: LiveDeps,
    private readonly log: Logger,
  ) {
    this.documents = new DocumentCache(schema);
  }

  /** @returns the arguments for execution, or the errors of an operation that is invalid or exceeds a limit */
  async prepare(socket: LiveSocket, id: string, request: LiveRequest): Promise<LiveArgs | readonly GraphQLError[]> {
    const refusal = id.length > MAX_NAME ? closedForItsId(socket.client) : requestRefusal(request);
    if (refusal) return publicResult({ errors: [refusal] }, this.log).errors;
    const principal = socket.principal!;
    const signal = socket.operations.signalOf(id);
    const { query } = request;
    const document = this.documents.check(query);
    if (!('kind' in document)) return document;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return [badRequest('Which operation of the document is meant?')];
    const variableValues = declaredVariables(operation, request.variables ?? {});
    // graphql-ws keeps the request as long as the operation waits and runs: undeclared variables are dropped.
    Object.assign(request, { variables: variableValues, extensions: undefined });
    const { refusals, endTurn } = await this.check.admit({ principal, signal }, document, operation, variableValues);
    if (refusals.length > 0) return publicResult({ errors: refusals }, this.log).errors;
    // The client has disconnected or completed the operation, or its credential has expired.
    if (signal.aborted) {
      endTurn();
      return [badRequest('The operation was given up.')];
    }
    const args: ExecutionArgs = { schema: this.schema, document, operationName: request.operationName, variableValues };
    const contextValue = contextOf(principal, randomUUID(), this.deps, signal);
    return { ...args, contextValue, query, sink: new Sink(socket.client, id), endTurn };
  }
}

/** Closes the socket instead of sending an error: every response would repeat the oversized id. */
function closedForItsId(socket: WebSocket): GraphQLError {
  const message = `The id of an operation has at most ${MAX_NAME} characters.`;
  socket.close(BAD_REQUEST, message);
  return badRequest(message);
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
