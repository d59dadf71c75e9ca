import { ApolloLink } from '@apollo/client';
import { OperationTypeNode } from 'graphql';
import { concatMap, defer, finalize, from, type Observable } from 'rxjs';

/**
 * Sends the commands to one job one at a time: over several connections a pause and the following resume might arrive
 * out of order.
 */
export class InOrderLink extends ApolloLink {
  private readonly underWay = new Map<string, Promise<void>>();

  override request(
    operation: ApolloLink.Operation,
    forward: ApolloLink.ForwardFunction,
  ): Observable<ApolloLink.Result> {
    const { id } = (operation.variables.input ?? {}) as { id?: unknown };
    if (operation.operationType !== OperationTypeNode.MUTATION || typeof id !== 'string') return forward(operation);
    return defer(() => {
      const before = this.underWay.get(id) ?? Promise.resolve();
      const { promise, resolve } = deferred();
      const after = before.then(() => promise);
      this.underWay.set(id, after);
      return from(before).pipe(
        concatMap(() => forward(operation)),
        finalize(() => {
          resolve();
          if (this.underWay.get(id) === after) this.underWay.delete(id);
        }),
      );
    });
  }
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => undefined as void;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
