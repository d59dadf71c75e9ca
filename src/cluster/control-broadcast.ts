import type { ControlOrder } from '../domain/control-order';
import { within } from '../async/within';
import { TIMING } from '../timing';
import type { Heard, Order } from './bus/messages';

/** Broadcasts commands to the workers on other nodes, and collects their acknowledgements. */
export class ControlBroadcast {
  private last = 0;
  private readonly unacknowledged = new Map<number, { acknowledgedBy: Set<string>; check: () => void }>();

  constructor(
    private readonly say: (order: Order) => void,
    /** Other nodes that are alive and hold a shard of the job. */
    private readonly holders: (jobId: string) => Promise<readonly string[]>,
  ) {}

  /** Resolves when every node that holds a shard of the job has acknowledged the command, or after ACKNOWLEDGED_BY. */
  async send(jobId: string, { version, state }: ControlOrder, abortInFlight: boolean): Promise<void> {
    const id = ++this.last;
    const acknowledgedBy = new Set<string>();
    const entry = { acknowledgedBy, check: () => undefined as void };
    this.unacknowledged.set(id, entry);
    const say = () => this.say({ type: 'ORDER', id, jobId, version, state, abortInFlight });
    say();
    const repeating = setInterval(say, TIMING.BROADCAST_AGAIN);
    await within(TIMING.ACKNOWLEDGED_BY, this.untilAcknowledged(jobId, entry)).finally(() => {
      clearInterval(repeating);
      this.unacknowledged.delete(id);
    });
  }

  /** Broadcasts a command without waiting for acknowledgements. */
  announce(jobId: string, { version, state }: ControlOrder): void {
    this.say({ type: 'ORDER', id: ++this.last, jobId, version, state, abortInFlight: false });
  }

  acknowledged(nodeId: string, { id }: Heard): void {
    const entry = this.unacknowledged.get(id);
    entry?.acknowledgedBy.add(nodeId);
    entry?.check();
  }

  private async untilAcknowledged(
    jobId: string,
    entry: { acknowledgedBy: Set<string>; check: () => void },
  ): Promise<void> {
    // If the holders cannot be read, no acknowledgement suffices: `send` waits for ACKNOWLEDGED_BY.
    const holders = await this.holders(jobId).catch(() => ['unknown']);
    await new Promise<void>((resolve) => {
      entry.check = () => {
        if (holders.every((holder) => entry.acknowledgedBy.has(holder))) resolve();
      };
      entry.check();
    });
  }
}
