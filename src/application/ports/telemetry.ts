import type { JobAction } from '../../domain/job-state';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { SymbolStep } from './collection-ledger';

/** Why the API did not do what it was asked. No more than these: they are label values. */
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

/** What the service tells of its work, for those who watch over it. No method throws. */
export interface Telemetry {
  /** A group of steps was committed; `ms` milliseconds after it went to the database. */
  stored(steps: readonly SymbolStep[], ms: number): void;
  /** A command was answered: DONE, the name of the refusal, or FAILED. */
  commanded(action: JobAction | 'START', outcome: string, ms: number): void;
  /** One try at a source failed. */
  sourceFailed(source: string, code: SourceFailureCode): void;
  /** The API refused a request, failed at it, or broke its answer off. */
  refused(reason: Refusal): void;
  /** A subscription began or ended. */
  subscribed(change: 1 | -1): void;
}

/** For who is not watched. */
export const UNWATCHED: Telemetry = {
  stored: () => undefined,
  commanded: () => undefined,
  sourceFailed: () => undefined,
  refused: () => undefined,
  subscribed: () => undefined,
};
