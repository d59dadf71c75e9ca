import type { ControlOrder } from '../domain/control-order';
import { within } from '../async/within';
import { TIMING } from '../timing';
import type { Heard, Order } from './messages';

/** Commands to workers on other nodes, and who has heard of them. */
export class Orders {
  private last = 0;
  private readonly unheard = new Map<number, { heardBy: Set<string>; check: () => void }>();

  constructor(
    private readonly say: (order: Order) => void,
    /** Other nodes that are there and hold a share of the job. */
    private readonly holders: (jobId: string) => Promise<readonly string[]>,
  ) {}

  /** Resolves when every node that works on the job obeys. */
  async give(jobId: string, { version, state }: ControlOrder, abortInFlight: boolean): Promise<void> {
    const id = ++this.last;
    const heardBy = new Set<string>();
    const entry = { heardBy, check: () => undefined as void };
    this.unheard.set(id, entry);
    const say = () => this.say({ type: 'ORDER', id, jobId, version, state, abortInFlight });
    say();
    const repeating = setInterval(say, TIMING.BROADCAST_AGAIN);
    await within(TIMING.ACKNOWLEDGED_BY, this.untilHeard(jobId, entry)).finally(() => {
      clearInterval(repeating);
      this.unheard.delete(id);
    });
  }

  /** For whom nobody waits. */
  announce(jobId: string, { version, state }: ControlOrder): void {
    this.say({ type: 'ORDER', id: ++this.last, jobId, version, state, abortInFlight: false });
  }

  heard(nodeId: string, { id }: Heard): void {
    const entry = this.unheard.get(id);
    entry?.heardBy.add(nodeId);
    entry?.check();
  }

  private async untilHeard(jobId: string, entry: { heardBy: Set<string>; check: () => void }): Promise<void> {
    // Where it cannot be known who they are, the time has to pass.
    const holders = await this.holders(jobId).catch(() => ['unknown']);
    await new Promise<void>((resolve) => {
      entry.check = () => {
        if (holders.every((holder) => entry.heardBy.has(holder))) resolve();
      };
      entry.check();
    });
  }
}
