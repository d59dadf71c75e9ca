import type { FairLimit } from '../../../async/fair-limit';
import type { SymbolStep } from '../../ports/collection-ledger';
import type { LeasedLedger } from './leased-ledger';

/**
 * Bars of one transaction: beyond that larger groups gain nothing, and a command, which waits for the transaction under
 * way, shall not wait long.
 */
const MAX_BARS = 4_000;

/** Steps that may wait for their group; with as many, or with the bars of a whole group, who brings more has to wait. */
const MAX_WAITING = 256;

interface WaitingStep {
  readonly step: SymbolStep;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: what finishes while one transaction is at the disk gathers for the next. A lone step commits at once.
 * It also leaves the job unlocked between two transactions, so that a command never queues behind a job's lanes.
 */
export class StepWriter {
  private readonly waiting: WaitingStep[] = [];
  private waitingBars = 0;
  private isWriting = false;

  /**
   * @param limit bounds how many transactions of all jobs are at the disk: what waits for its turn goes on gathering
   * @param cut aborts when there is no turn to wait for, because the ledger would throw at once
   */
  constructor(
    private readonly jobId: string,
    private readonly ledger: Pick<LeasedLedger, 'store'>,
    private readonly limit: FairLimit,
    private readonly cut: AbortSignal,
  ) {}

  /** Whether so much waits already that a lane had better wait for the disk before it asks the source again. */
  get isFull(): boolean {
    return this.waiting.length >= MAX_WAITING || this.waitingBars >= MAX_BARS;
  }

  /** Resolves once the step is committed. @throws what the ledger throws */
  store(step: SymbolStep): Promise<void> {
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
      // Those that were just let go on come along, if they have their next step by the end of this turn of the loop:
      // a transaction costs much more than the steps in it.
      await new Promise(setImmediate);
    }
    this.isWriting = false;
  }

  private async writeGroup(): Promise<void> {
    const group = this.waiting.splice(0, groupSize(this.waiting));
    for (const { step } of group) this.waitingBars -= step.bars.length;
    await this.ledger.store(group.map(({ step }) => step)).then(
      () => group.forEach(({ resolve }) => resolve()),
      (error: unknown) => group.forEach(({ reject }) => reject(error)),
    );
  }
}

/** As many from the front as fit; one at least. */
function groupSize(waiting: readonly WaitingStep[]): number {
  let bars = 0;
  const tooMany = waiting.findIndex(({ step }) => (bars += step.bars.length) > MAX_BARS);
  return tooMany === -1 ? waiting.length : Math.max(tooMany, 1);
}
