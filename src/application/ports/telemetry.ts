import type { JobAction } from '../../domain/job-state';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { SymbolStep } from './collection-ledger';

/** What the service tells of its work, for those who watch over it. No method throws. */
export interface Telemetry {
  /** A group of steps was committed; `ms` milliseconds after it went to the database. */
  stored(steps: readonly SymbolStep[], ms: number): void;
  /** A command was answered: DONE, the name of the refusal, or FAILED. */
  commanded(action: JobAction | 'START', outcome: string, ms: number): void;
  /** One try at a source failed. */
  sourceFailed(source: string, code: SourceFailureCode): void;
  /** A subscription began or ended. */
  subscribed(change: 1 | -1): void;
}

/** For who is not watched. */
export const UNWATCHED: Telemetry = {
  stored: () => undefined,
  commanded: () => undefined,
  sourceFailed: () => undefined,
  subscribed: () => undefined,
};
