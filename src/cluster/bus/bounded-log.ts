import type { Logger } from '../../application/ports/logger';

/** Minimum time between two lines of the same kind, in milliseconds. */
const QUIET_MS = 60_000;

interface Repeated {
  /** Since the last line. */
  count: number;
  fields: object;
  timer: NodeJS.Timeout;
}

/**
 * Rate-limits warnings whose frequency other nodes control: logs the first of a kind immediately, then at most one line
 * a minute with a count.
 */
export class BoundedLog<Kind extends string> {
  private readonly repeated = new Map<Kind, Repeated>();

  /** @param message log message of all kinds */
  constructor(
    private readonly log: Logger,
    private readonly message: string,
  ) {}

  warn(kind: Kind, fields: object): void {
    const known = this.repeated.get(kind);
    if (known) {
      known.count++;
      known.fields = fields;
      return;
    }
    this.log.warn({ kind, count: 1, ...fields }, this.message);
    this.wait(kind);
  }

  close(): void {
    for (const [kind, { timer }] of this.repeated) {
      clearTimeout(timer);
      this.tell(kind);
    }
    this.repeated.clear();
  }

  private wait(kind: Kind): void {
    const timer = setTimeout(() => this.look(kind), QUIET_MS).unref();
    this.repeated.set(kind, { count: 0, fields: {}, timer });
  }

  private look(kind: Kind): void {
    const hasMore = this.tell(kind);
    if (hasMore) this.wait(kind);
    else this.repeated.delete(kind);
  }

  private tell(kind: Kind): boolean {
    const { count, fields } = this.repeated.get(kind)!;
    if (count > 0) this.log.warn({ kind, count, ...fields }, this.message);
    return count > 0;
  }
}
