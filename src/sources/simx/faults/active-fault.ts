/** Faults of the simulated exchange, with the response that the client gets. */
export const FAULT_KINDS = [
  'unknown-symbol', // 400, as for a symbol that is not listed
  'junk', // 200 with an HTML page
  'truncated', // 200 with a truncated body
  'hang', // no response
  'server-error', // 500
  'ban', // 418 with Retry-After
  'rate-limit', // 429 with Retry-After
  'empty', // a valid response without bars
  'hold', // the regular response, once the test releases it
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

export interface FaultOrder {
  readonly kind: FaultKind;
  /** Defaults to every symbol. */
  readonly symbol?: string;
  /** Number of requests it applies to; by default all until it is cleared. */
  readonly times?: number;
  /** Retry-After of `ban` and `rate-limit`, in seconds; defaults to 1. */
  readonly retryAfterSeconds?: number;
}

/** An active fault, and the handle by which a test observes it and releases the requests that it holds. */
export class ActiveFault {
  /** Requests that it has applied to. */
  hits = 0;
  private readonly watchers: { hits: number; resolve: () => void }[] = [];
  private readonly idleWatchers: (() => void)[] = [];
  private readonly held = new Set<() => void>();
  private isReleased = false;

  constructor(
    readonly id: number,
    readonly order: FaultOrder,
  ) {}

  /** Requests that it holds now, without those whose client has disconnected. */
  get waiting(): number {
    return this.held.size;
  }

  /** Resolves once this fault has applied to `hits` requests. */
  reached(hits = 1): Promise<void> {
    if (this.hits >= hits) return Promise.resolve();
    return new Promise((resolve) => this.watchers.push({ hits, resolve }));
  }

  /** Resolves once it holds no request: all were released, or their clients have disconnected. */
  idle(): Promise<void> {
    if (this.held.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.idleWatchers.push(resolve));
  }

  /** Releases the held requests and deactivates the fault. */
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

  /** Waits for `release()`, or until the client disconnects. */
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
