import type { Logger } from '../application/ports/logger';
import { REFUSALS, type Refusal, type Telemetry } from '../application/ports/telemetry';

/** A line a kind in so many milliseconds: who is refused in a loop shall not fill the log. */
const LINE_EVERY_MS = 10_000;

/** What a line tells beside the kind. No address: the proxy in front has it, and `request` leads there. */
export interface RefusalDetails {
  /** Names the request, as in the answer's `x-request-id`. */
  readonly request?: string;
  readonly transport: 'HTTP' | 'WebSocket';
  readonly status?: number;
  readonly method?: string;
  /** Without query and parameters. */
  readonly route?: string;
  readonly err?: unknown;
}

/** Counts what the API refuses or fails at, and tells the log of it, a few lines of each kind. */
export class Refusals {
  private readonly told = new Map<Refusal, { readonly at: number; unlogged: number }>();

  constructor(
    private readonly telemetry: Telemetry,
    private readonly log: Logger,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  note(reason: Refusal, details: RefusalDetails): void {
    this.telemetry.refused(reason);
    // Has been logged with its error.
    if (reason === 'INTERNAL_SERVER_ERROR') return;
    const last = this.told.get(reason);
    if (last && this.clock() - last.at < LINE_EVERY_MS) return void last.unlogged++;
    this.told.set(reason, { at: this.clock(), unlogged: 0 });
    this.log.warn({ reason, ...details, unlogged: last?.unlogged ?? 0 }, 'refused');
  }

  /** The errors of one answer; each kind counts once. */
  noteErrors(
    errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[],
    details: RefusalDetails,
  ): void {
    const reasons = new Set(errors.map(({ extensions }) => extensions?.code).filter(isRefusal));
    for (const reason of reasons) this.note(reason, details);
  }

  /** An answer whose status alone tells. */
  noteStatus(details: RefusalDetails & { readonly status: number }): void {
    const reason = reasonOf(details.status);
    if (reason) this.note(reason, details);
  }
}

/** From here on a status says what was refused; below it only the errors of the answer do. */
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
