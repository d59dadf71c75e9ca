import { OperationTypeNode, type GraphQLError } from 'graphql';
import { FairLimit } from '../../async/fair-limit';
import type { Principal } from '../access/principal';
import { tooMany } from '../limits/principal-rate';

/** An operation that costs more takes the process and its database long enough to be felt by others. */
const DEAR = 5_000;
/** Of those at once, on one node: they share one thread with all commands. */
const AT_ONCE = 1;
/** Of one principal's that wait for their turn; what hangs on them is kept in memory meanwhile. */
const MAX_WAITING = 8;
/** How long an operation waits for its turn, in milliseconds; as long as for the database. */
const PATIENCE_MS = 5_000;

/** The operation's turn is over. */
export type EndTurn = () => void;
const NO_TURN: EndTurn = () => undefined;

/**
 * However many look, and however much each may ask for: of what is dear one is executed after the other, and whoever asks
 * for the most waits the longest. Commands never wait here.
 */
export class DearOperations {
  private readonly places = new FairLimit(AT_ONCE);
  private readonly waiting = new Map<string, number>();

  /**
   * @param gone aborts when nobody waits for the operation any more
   * @returns what has to be called at its end; or why there is no turn for it
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
