import { GraphQLError, Kind, OperationTypeNode, type OperationDefinitionNode } from 'graphql';
import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { Principal } from '../access/principal';
import { httpExtension } from '../http-extensions';

const WINDOW_S = 60;

/** Bounds the mutations of each principal: a client in a loop shall not keep the others from the service. */
export class MutationRate {
  private readonly limiter: RateLimiterMemory;

  /** @param perMinute mutations that one principal may send in any minute */
  constructor(perMinute: number) {
    this.limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_S });
  }

  /** @returns TOO_MANY_REQUESTS with the milliseconds to wait when the operation would be one too many, else null */
  async refusal(principal: Principal, operation: OperationDefinitionNode): Promise<GraphQLError | null> {
    if (operation.operation !== OperationTypeNode.MUTATION) return null;
    return this.limiter.consume(principal.name, rootFields(operation)).then(
      () => null,
      (refused: RateLimiterRes | Error) => {
        if (refused instanceof Error) throw refused;
        return tooMany(refused.msBeforeNext);
      },
    );
  }
}

/** One operation may hold several mutations. Behind a fragment each counts as one more than it shows. */
function rootFields({ selectionSet }: OperationDefinitionNode): number {
  const weights = selectionSet.selections.map((selection) => (selection.kind === Kind.FIELD ? 1 : 10));
  return weights.reduce((sum, weight) => sum + weight, 0);
}

function tooMany(retryAfterMs: number): GraphQLError {
  const http = httpExtension(429, { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) });
  const extensions = { code: 'TOO_MANY_REQUESTS', retryAfterMs, http };
  return new GraphQLError('Too many mutations; wait for a moment.', { extensions });
}
