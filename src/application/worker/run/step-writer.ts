import type { FairLimit } from '../../../async/fair-limit';
import type { StepStored, SymbolStep } from '../../ports/collection-ledger';
import type { LeasedLedger } from './leased-ledger';

/**
 * Maximum bars per transaction. Larger groups are not faster, and a command has to wait for the transaction in flight.
 */
const MAX_BARS = 4_000;

/** Backpressure: with this many steps waiting, or the bars of a whole group, a lane waits before it continues. */
const MAX_WAITING = 256;

interface WaitingStep {
  readonly step: SymbolStep;
  readonly resolve: (stored: StepStored) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: steps that finish while a transaction is in flight are stored together in the next one. A single step
 * commits at once. The job is unlocked between two transactions, so a command never queues behind the job's lanes.
 */
export class StepWriter {
  private readonly waiting: WaitingStep[] = [];
  private waitingBars = 0;
  private isWriting = false;

  /**
   * @param limit bounds the concurrent transactions of all jobs; a group keeps growing while it waits for its turn
   * @param cut aborts when waiting for a turn is pointless because the ledger would throw at once
   */
  constructor(
    private readonly jobId: string,
    private readonly ledger: Pick<LeasedLedger, 'store'>,
    private readonly limit: FairLimit,
    private readonly cut: AbortSignal,
  ) {}

  /** Whether a lane should wait for its step to be stored before it asks the source again. */
  get isFull(): boolean {
    return this.waiting.length >= MAX_WAITING || this.waitingBars >= MAX_BARS;
  }

  /** Resolves once the step is committed. @throws what the ledger throws */
  store(step: SymbolStep): Promise<StepStored> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ step, resolve, reject });
      this.waitingBars += step.bars.length;
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const isAdmitted = await this.limit.enter(this.jobId, [this.cut]);
      await this.writeGroup();
      if (isAdmitted) this.limit.leave(this.jobId);
      // Lanes that were released by this commit join the next group if they store their next step within this turn of
      // the event loop: a transaction costs much more than the steps in it.
      await new Promise(setImmediate);
    }
    this.isWriting = false;
  }

  private async writeGroup(): Promise<void> {
    const group = this.waiting.splice(0, groupSize(this.waiting));
    for (const { step } of group) this.waitingBars -= step.bars.length;
    await this.ledger.store(group.map(({ step }) => step)).then(
      (stored) => group.forEach(({ resolve }, index) => resolve(stored[index]!)),
      (error: unknown) => group.forEach(({ reject }) => reject(error)),
    );
  }
}

/** Number of steps from the front that fit into MAX_BARS, at least one. */
function groupSize(waiting: readonly WaitingStep[]): number {
  let bars = 0;
  const tooMany = waiting.findIndex(({ step }) => (bars += step.bars.length) > MAX_BARS);
  return tooMany === -1 ? waiting.length : Math.max(tooMany, 1);
}
