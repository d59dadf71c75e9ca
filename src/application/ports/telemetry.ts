import type { Verdict } from '../../domain/collection-job';
import type { JobAction } from '../../domain/job-state';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { StepStored, SymbolStep } from './collection-ledger';

/** Why the API refused or failed a request. A closed set, because these are metric label values. */
export const REFUSALS = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'FORBIDDEN_ORIGIN',
  'BODY_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'TOO_MANY_SOCKETS',
  'TOO_MANY_OPERATIONS',
  'OPERATION_TOO_COSTLY',
  'OPERATION_TOO_DEEP',
  'TOO_MANY_ALIASES',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_SERVER_ERROR',
  'DOWNLOAD_BROKEN',
] as const;
export type Refusal = (typeof REFUSALS)[number];

/** The events that the service reports for monitoring. No method throws. */
export interface Telemetry {
  /** A group of steps was committed, `ms` milliseconds after it was sent to the database. */
  stored(steps: readonly SymbolStep[], stored: readonly StepStored[], ms: number): void;
  /** A run completed a job. Not called if the response of the database to that was lost. */
  completed(verdict: Verdict): void;
  /** A command was answered: DONE, the name of the refusal, or FAILED. */
  commanded(action: JobAction | 'START', outcome: string, ms: number): void;
  /** One try at a source failed. */
  sourceFailed(source: string, code: SourceFailureCode): void;
  /** The API refused a request, failed to process it, or aborted its response. */
  refused(reason: Refusal): void;
  /** A subscription began or ended. */
  subscribed(change: 1 | -1): void;
}

/** Discards everything. */
export const UNWATCHED: Telemetry = {
  stored: () => undefined,
  completed: () => undefined,
  commanded: () => undefined,
  sourceFailed: () => undefined,
  refused: () => undefined,
  subscribed: () => undefined,
};
