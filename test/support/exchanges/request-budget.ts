export interface Limits {
  readonly weight: number;
  readonly perMs: number;
}

/** When an exchange bans whoever goes on after it was refused. */
export interface BanRule {
  /** Requests beyond the limit, in one window, that are merely refused. The next one is banned. */
  readonly afterRefusals: number;
  readonly forMs: number;
}

/** The client's use of an exchange's limit, in windows that begin with the first request after the last one's end. */
export class RequestBudget {
  /** Weight of all requests since the start, refused ones included: exchanges count them as well. */
  total = 0;
  private used = 0;
  private refusals = 0;
  private windowStart = -Infinity;
  private bannedUntil = -Infinity;

  constructor(
    readonly limits: Limits,
    private readonly isEnforced: boolean,
    private readonly ban: BanRule | undefined,
  ) {}

  take(weight: number): 'ANSWERED' | 'REFUSED' | 'BANNED' {
    this.total += weight;
    if (this.banMs > 0) return 'BANNED';
    if (this.resetMs === 0) [this.windowStart, this.used, this.refusals] = [performance.now(), 0, 0];
    this.used += weight;
    if (!this.isEnforced || this.used <= this.limits.weight) return 'ANSWERED';
    if (!this.ban || ++this.refusals <= this.ban.afterRefusals) return 'REFUSED';
    this.bannedUntil = performance.now() + this.ban.forMs;
    return 'BANNED';
  }

  get usedInWindow(): number {
    return this.used;
  }

  get remaining(): number {
    return Math.max(0, this.limits.weight - this.used);
  }

  /** Milliseconds until the window ends. */
  get resetMs(): number {
    return Math.max(0, Math.ceil(this.windowStart + this.limits.perMs - performance.now()));
  }

  /** Milliseconds until the ban ends; 0: there is none. */
  get banMs(): number {
    return Math.max(0, Math.ceil(this.bannedUntil - performance.now()));
  }
}
