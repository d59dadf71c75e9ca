import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { Principal } from '../access/principal';
import { PrincipalRate } from '../limits/principal-rate';

/** Length of the budget's window, in seconds. Allows short bursts, such as a page that opens or a report. */
const WINDOW_SECONDS = 5;

/** Bounds the total cost of each principal's operations: many cheap ones load the service like an expensive one. */
export class CostBudget {
  private readonly rate: PrincipalRate;

  /** @param perSecond cost allowed per principal per second, averaged over the window */
  constructor(perSecond: number) {
    const message = 'Too much was asked for in a short time; wait for a moment.';
    this.rate = new PrincipalRate({ points: perSecond * WINDOW_SECONDS, windowSeconds: WINDOW_SECONDS, message });
  }

  /**
   * Charges the cost of an operation. A mutation is charged but never refused here, because it has its own rate limit.
   * @returns the refusal, or null
   */
  async refusal(principal: Principal, operation: OperationTypeNode, cost: number): Promise<GraphQLError | null> {
    if (operation !== OperationTypeNode.MUTATION) return this.rate.refusal(principal, cost);
    await this.rate.charge(principal, cost);
    return null;
  }
}
