import { randomUUID } from 'node:crypto';
import { getOperationAST, GraphQLError, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import type { Logger } from '../../application/ports/logger';
import { publicResult } from '../api-errors';
import { contextOf, type LiveParts } from '../context';
import type { OperationCheck } from '../limits/operation-check';
import { DocumentCache } from './document-cache';
import type { LiveArgs } from './live-args';
import type { LiveSocket } from './live-socket';
import { Outlet } from './outlet';

/** What a client sends to begin an operation. */
export interface LiveRequest {
  readonly query: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/** From a client's message to an operation that may be executed. */
export class LiveOperations {
  private readonly documents: DocumentCache;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly check: OperationCheck,
    private readonly parts: LiveParts,
    private readonly log: Logger,
  ) {
    this.documents = new DocumentCache(schema);
  }

  /** @returns the errors of an operation that is not valid or crosses a limit */
  async prepare(socket: LiveSocket, id: string, request: LiveRequest): Promise<LiveArgs | readonly GraphQLError[]> {
    const principal = socket.principal!;
    const signal = socket.operations.signalOf(id);
    const { query, variables } = request;
    const document = this.documents.check(query);
    if (!('kind' in document)) return document;
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return [badRequest('Which operation of the document is meant?')];
    const variableValues = variables ?? {};
    const errors = await this.check.admit(principal, document, operation, variableValues);
    if (errors.length > 0) return publicResult({ errors }, this.log).errors;
    // The client has gone, or its credential has ended: nothing of it is begun any more.
    if (signal.aborted) return [badRequest('The operation was given up.')];
    const args: ExecutionArgs = { schema: this.schema, document, operationName: request.operationName, variableValues };
    const contextValue = contextOf(principal, randomUUID(), this.parts, signal);
    return { ...args, contextValue, query, outlet: new Outlet(socket.client, id) };
  }
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' } });
}
