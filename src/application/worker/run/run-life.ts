import { sharedAbort } from '../../../async/shared-abort';
import type { CollectionJob } from '../../../domain/collection-job';
import type { JobFailure } from '../../ports/collection-ledger';

/** The states of a run, from its lease to one of its endings. */
export type RunState =
  /** Lanes take symbols while the gate is open. While it is closed, symbols in flight finish. */
  | { readonly name: 'COLLECTING' }
  /** Nothing is in flight, and no symbol may start until the ledger has responded. */
  | { readonly name: 'RECORDING_DRAIN'; readonly recorded: Promise<void> }
  /** Nothing is in flight. `job` is the ledger's view. The next run begins at once if it is RUNNING, else on resume. */
  | { readonly name: 'RESTED'; readonly job: CollectionJob }
  /** The job cannot continue with the remaining symbols. */
  | { readonly name: 'FAILED'; readonly failure: JobFailure }
  /** The shard has no symbol left. */
  | { readonly name: 'OUT_OF_SYMBOLS' }
  /** Wound down: what was in flight is stored, and another process continues the shard. */
  | { readonly name: 'HANDED_ON' }
  /** The ledger has refused the lease: another run holds it, or the job has ended. */
  | { readonly name: 'LEASE_LOST' }
  /** Stopped from outside: the job has ended, another run took the shard over, or the process ends or is outdated. */
  | { readonly name: 'STOPPED' };

export type RunStateName = RunState['name'];
export type Ending = Exclude<RunStateName, 'COLLECTING' | 'RECORDING_DRAIN'>;

/** Allowed transitions. Any other move is ignored, because the run has already ended in another way. */
export const MOVES: Readonly<Record<RunStateName, readonly RunStateName[]>> = {
  COLLECTING: ['RECORDING_DRAIN', 'OUT_OF_SYMBOLS', 'FAILED', 'HANDED_ON', 'LEASE_LOST', 'STOPPED'],
  // COLLECTING: the job was resumed before its drain was recorded.
  RECORDING_DRAIN: ['RESTED', 'COLLECTING', 'FAILED', 'LEASE_LOST', 'STOPPED'],
  // Both report to the ledger, which may decide otherwise: the job was paused meanwhile, or other shards continue.
  OUT_OF_SYMBOLS: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  FAILED: ['RESTED', 'LEASE_LOST', 'STOPPED'],
  RESTED: [],
  HANDED_ON: [],
  LEASE_LOST: [],
  STOPPED: [],
};

/** In these states the run has lost or given up the right to store: it sends no further request and stores nothing. */
const CUT: readonly RunStateName[] = ['HANDED_ON', 'LEASE_LOST', 'STOPPED'];

export class RunLife {
  private current: RunState = { name: 'COLLECTING' };
  private readonly ending = sharedAbort();
  private readonly cutting = sharedAbort();

  get state(): RunState {
    return this.current;
  }

  /** Aborts on every ending: lanes end and release their symbols in flight. */
  get ended(): AbortSignal {
    return this.ending.signal;
  }

  /** Aborts on those endings after which nothing more is stored. */
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
