/** What can go wrong at the simulated exchange, with what its client sees. */
export const FAULT_KINDS = [
  'unknown-symbol', // 400, as for a symbol that is not listed
  'junk', // 200 with a page of HTML
  'truncated', // 200 whose body breaks off
  'hang', // no answer at all
  'server-error', // 500
  'ban', // 418 with Retry-After
  'rate-limit', // 429 with Retry-After
  'empty', // a valid answer without bars
  'hold', // answered when the test lets go
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Without it, every symbol. */
  readonly symbol?: string;
  /** How many requests meet it; without it, all until it is cleared. */
  readonly times?: number;
  /** Seconds in the Retry-After of `ban` and `rate-limit`; 1. */
  readonly retryAfterSeconds?: number;
}

/** One fault that is switched on, and the handle by which a test watches it and lets go of what it holds. */
export class ActiveFault {
  /** Requests that have met it. */
  hits = 0;
  private readonly watchers: { hits: number; resolve: () => void }[] = [];
  private readonly idleWatchers: (() => void)[] = [];
  private readonly held = new Set<() => void>();
  private isReleased = false;

  constructor(
    readonly id: number,
    readonly order: FaultOrder,
  ) {}

  /** Requests that it holds now; one whose client has gone is held no more. */
  get waiting(): number {
    return this.held.size;
  }

  /** Resolves once `hits` requests have met this fault. */
  reached(hits = 1): Promise<void> {
    if (this.hits >= hits) return Promise.resolve();
    return new Promise((resolve) => this.watchers.push({ hits, resolve }));
  }

  /** Resolves once it holds no request: all were let go of, or their clients have gone. */
  idle(): Promise<void> {
    if (this.held.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWatchers.push(resolve));
  }

  /** Lets go of the requests that are held, and holds no other. */
  release(): void {
    this.isReleased = true;
    for (const letGo of [...this.held]) letGo();
  }

  fits(symbol: string): boolean {
    if (this.isReleased || this.hits >= (this.order.times ?? Infinity)) return false;
    return this.order.symbol === undefined || this.order.symbol === symbol;
  }

  hit(): void {
    this.hits++;
    for (const watcher of this.watchers) if (this.hits >= watcher.hits) watcher.resolve();
  }

  /** Waits for `release()`, or until the client has gone. */
  hold(clientGone: AbortSignal): Promise<void> {
    if (this.isReleased || clientGone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const letGo = () => {
        clientGone.removeEventListener('abort', letGo);
        this.held.delete(letGo);
        if (this.held.size === 0) this.idleWatchers.splice(0).forEach((watcher) => watcher());
        resolve();
      };
      this.held.add(letGo);
      clientGone.addEventListener('abort', letGo, { once: true });
    });
  }
}
