import { OperationTypeNode, type GraphQLError } from 'graphql';
import { FairLimit } from '../../async/fair-limit';
import type { Principal } from '../access/principal';
import { tooMany } from '../limits/principal-rate';

/** Cost above which an operation occupies the process and its database long enough to delay others. */
const DEAR = 5_000;
/** Expensive operations at once on one node: they share one thread with all commands. */
const AT_ONCE = 1;
/** Maximum waiting operations per principal. Their requests stay in memory while they wait. */
const MAX_WAITING = 8;
/** How long an operation waits for its turn, in milliseconds: the same as for the database. */
const PATIENCE_MS = 5_000;

/** Ends the operation's turn. */
export type EndTurn = () => void;
const NO_TURN: EndTurn = () => undefined;

/**
 * Executes expensive queries one at a time. Principals take turns, so the one that asks for the most waits the longest.
 * Mutations never wait here.
 */
export class DearOperations {
  private readonly places = new FairLimit(AT_ONCE);
  private readonly waiting = new Map<string, number>();

  /**
   * @param gone aborts when the response is no longer wanted
   * @returns the function to call when the operation has ended, or the refusal if it gets no turn
   */
  async turnOf(
    { name }: Principal,
    operation: OperationTypeNode,
    cost: number,
    gone: AbortSignal,
  ): Promise<EndTurn | GraphQLError> {
    if (cost <= DEAR || operation !== OperationTypeNode.QUERY) return NO_TURN;
    if (!(await this.place(name, gone)))
      return tooMany('Others ask for as much at the moment; wait for a moment.', PATIENCE_MS);
    let isOver = false;
    return () => {
      if (!isOver) this.places.leave(name);
      isOver = true;
    };
  }

  private async place(name: string, gone: AbortSignal): Promise<boolean> {
    const waiting = this.waiting.get(name) ?? 0;
    if (waiting >= MAX_WAITING) return false;
    this.waiting.set(name, waiting + 1);
    const hasPlace = await this.places.enter(name, [gone, AbortSignal.timeout(PATIENCE_MS)]);
    const left = this.waiting.get(name)! - 1;
    if (left > 0) this.waiting.set(name, left);
    else this.waiting.delete(name);
    return hasPlace;
  }
}
