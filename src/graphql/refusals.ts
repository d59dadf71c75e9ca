import type { Logger } from '../application/ports/logger';
import { REFUSALS, type Refusal, type Telemetry } from '../application/ports/telemetry';

/** At most one log line per kind in this many milliseconds, so that a client in a loop cannot flood the log. */
const LINE_EVERY_MS = 10_000;

/** Fields of a log line. No client address: the proxy logs it, and `request` links to that entry. */
export interface RefusalDetails {
  /** Request id, as in the response header `x-request-id`. */
  readonly request?: string;
  readonly transport: 'HTTP' | 'WebSocket';
  readonly status?: number;
  readonly method?: string;
  /** Route pattern, without query and parameter values. */
  readonly route?: string;
  readonly err?: unknown;
}

/** Counts refusals and failures of the API, and logs them at a limited rate per kind. */
export class Refusals {
  private readonly told = new Map<Refusal, { readonly at: number; unlogged: number }>();

  constructor(
    private readonly telemetry: Telemetry,
    private readonly log: Logger,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  note(reason: Refusal, details: RefusalDetails): void {
    this.telemetry.refused(reason);
    // Already logged with its error.
    if (reason === 'INTERNAL_SERVER_ERROR') return;
    const last = this.told.get(reason);
    if (last && this.clock() - last.at < LINE_EVERY_MS) return void last.unlogged++;
    this.told.set(reason, { at: this.clock(), unlogged: 0 });
    this.log.warn({ reason, ...details, unlogged: last?.unlogged ?? 0 }, 'refused');
  }

  /** Notes the errors of one response. Each kind counts once. */
  noteErrors(
    errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
    details: RefusalDetails,
  ): void {
    const reasons = new Set(errors.map(({ extensions }) => extensions?.code).filter(isRefusal));
    for (const reason of reasons) this.note(reason, details);
  }

  /** Notes a response by its status alone. */
  noteStatus(details: RefusalDetails & { readonly status: number }): void {
    const reason = reasonOf(details.status);
    if (reason) this.note(reason, details);
  }
}

/** From this status on, the status identifies the refusal. Below it, only the errors in the body do. */
export const TELLING_STATUS = 401;

function reasonOf(status: number): Refusal | null {
  const known = STATUS[status];
  if (known) return known;
  return status >= 500 ? 'INTERNAL_SERVER_ERROR' : null;
}

const STATUS: Readonly<Record<number, Refusal>> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN_ORIGIN',
  413: 'BODY_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
};

function isRefusal(code: unknown): code is Refusal {
  return (REFUSALS as readonly unknown[]).includes(code);
}
