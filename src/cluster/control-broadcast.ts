import type { ControlOrder } from '../domain/control-order';
import { TIMING } from '../timing';
import type { Acknowledgements } from './acknowledgements';
import type { Order } from './bus/messages';

/** Broadcasts commands to the workers on other nodes, and waits for their acknowledgements. */
export class ControlBroadcast {
  constructor(
    private readonly say: (order: Order) => void,
    private readonly acknowledgements: Acknowledgements,
    /** Other nodes that hold a shard of the job. One that is dead or cut off acknowledges nothing. */
    private readonly holders: (jobId: string) => Promise<readonly string[]>,
  ) {}

  /** Resolves when every node that holds a shard of the job has acknowledged the command, or after ACKNOWLEDGED_BY. */
  async send(jobId: string, { version, state }: ControlOrder, abortInFlight: boolean): Promise<void> {
    const id = this.acknowledgements.next();
    const heard = this.acknowledgements.until(id, this.holders(jobId), TIMING.ACKNOWLEDGED_BY);
    const say = () => this.say({ type: 'ORDER', id, jobId, version, state, abortInFlight });
    say();
    const repeating = setInterval(say, TIMING.BROADCAST_AGAIN);
    await heard.finally(() => clearInterval(repeating));
  }

  /** Broadcasts a command without waiting for acknowledgements. */
  announce(jobId: string, { version, state }: ControlOrder): void {
    const id = this.acknowledgements.next();
    this.say({ type: 'ORDER', id, jobId, version, state, abortInFlight: false });
  }
}
