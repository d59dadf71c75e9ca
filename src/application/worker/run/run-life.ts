import { sharedAbort } from '../../../async/shared-abort';
import type { CollectionJob } from '../../../domain/collection-job';
import type { JobFailure } from '../../ports/collection-ledger';

/** The life of a run, from its lease to one of its endings. */
export type RunState =
  /** Lanes take symbols while the gate is open; with the gate closed, what is in flight finishes. */
  | { readonly name: 'COLLECTING' }
  /** Nothing is in flight, and no symbol may start until the ledger has answered. */
  | { readonly name: 'RECORDING_DRAIN'; readonly recorded: Promise<void> }
  /** Nothing is in flight. `job`: as the ledger has it. Another run begins if it is RUNNING, or when it is resumed. */
  | { readonly name: 'RESTED'; readonly job: CollectionJob }
  /** The job cannot go on with the symbols that are left. */
  | { readonly name: 'FAILED'; readonly failure: JobFailure }
  /** The share has no symbol left. */
  | { readonly name: 'OUT_OF_SYMBOLS' }
  /** Wound down: what was in flight is stored, and another process goes on. */
  | { readonly name: 'HANDED_ON' }
  /** The ledger has refused: another run holds the lease, or the job has ended. */
  | { readonly name: 'LEASE_LOST' }
  /** Told to stop, by a cancel or because the process ends. */
  | { readonly name: 'STOPPED' };

export type RunStateName = RunState['name'];
export type Ending = Exclude<RunStateName, 'COLLECTING' | 'RECORDING_DRAIN'>;

/** Which state may follow which; a move that is not here is not made, because the run has ended in another way before. */
export const MOVES: Readonly<Record<RunStateName, readonly RunStateName[]>> = {
  COLLECTING: ['RECORDING_DRAIN', 'OUT_OF_SYMBOLS', 'FAILED', 'HANDED_ON', 'LEASE_LOST', 'STOPPED'],
  // Back to COLLECTING: the job was resumed before its drain was recorded.
  RECORDING_DRAIN: ['RESTED', 'COLLECTING', 'FAILED', 'LEASE_LOST', 'STOPPED'],
  // Both have a last word to say to the ledger, which may know better: paused meanwhile, or other shares go on.
  OUT_OF_SYMBOLS: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  FAILED: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  RESTED: [],
  HANDED_ON: [],
  LEASE_LOST: [],
  STOPPED: [],
};

/** With these the run has lost the right to store, or gives it up: nothing is asked or stored any more. */
const CUT: readonly RunStateName[] = ['HANDED_ON', 'LEASE_LOST', 'STOPPED'];

export class RunLife {
  private current: RunState = { name: 'COLLECTING' };
  private readonly ending = sharedAbort();
  private readonly cutting = sharedAbort();

  get state(): RunState {
    return this.current;
  }

  /** Aborts with every ending: lanes end, and what they have in flight is let go of. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** Aborts with those endings after which nothing is stored any more. */
  get cut(): AbortSignal {
    return this.cutting.signal;
  }

  /** @returns whether the move was made, see MOVES */
  move(next: RunState): boolean {
    if (!MOVES[this.current.name].includes(next.name)) return false;
    this.current = next;
    if (CUT.includes(next.name)) this.cutting.abort();
    if (isEnding(next.name)) this.ending.abort();
    return true;
  }
}

function isEnding(name: RunStateName): name is Ending {
  return name !== 'COLLECTING' && name !== 'RECORDING_DRAIN';
}
