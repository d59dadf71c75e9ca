import { OperationTypeNode, type GraphQLError } from 'graphql';
import type { Principal } from '../access/principal';
import { PrincipalRate } from '../limits/principal-rate';

/** A budget is counted over so many seconds, so that what comes at once (a page that opens, a report) is not refused. */
const WINDOW_SECONDS = 5;

/** Bounds what the operations of each principal cost together: many small ones hold a service up as well as a dear one. */
export class CostBudget {
  private readonly rate: PrincipalRate;

  /** @param perSecond cost that one principal may cause a second, on average over a few */
  constructor(perSecond: number) {
    const message = 'Too much was asked for in a short time; wait for a moment.';
    this.rate = new PrincipalRate({ points: perSecond * WINDOW_SECONDS, windowSeconds: WINDOW_SECONDS, message });
  }

  /**
   * A command is not refused because of what was read: it has a rate of its own. What it selects counts all the same.
   * @returns why the operation has to wait, or null
   */
  async refusal(principal: Principal, operation: OperationTypeNode, cost: number): Promise<GraphQLError | null> {
    if (operation !== OperationTypeNode.MUTATION) return this.rate.refusal(principal, cost);
    await this.rate.charge(principal, cost);
    return null;
  }
}
