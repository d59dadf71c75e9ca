import type { HttpAnswer } from '../http/http-client';

/** What an address has used of an exchange's limit, whoever shares it. */
export interface AddressUse {
  /** Part of what the exchange grants in a window of time, 0 to 1. */
  readonly share: number;
  /** Length of that window, and the time until the next one begins, in milliseconds. */
  readonly windowMs: number;
  readonly resetMs: number;
}

type Headers = HttpAnswer['headers'];

/** Reads what an answer tells of the limit; null if it tells nothing. @param now milliseconds since the Unix epoch */
export type UseReader = (headers: Headers, now: number) => AddressUse | null;

/** What all who share the address may use together. The rest is for requests that are under way. */
const MOST = 0.9;
const MINUTE_MS = 60_000;

/**
 * Keeps an address that others use as well below the limit: what is left for this process is what they are not expected
 * to use until the window ends, by what they have used of it so far.
 */
export class AddressWatch {
  private own = { endsAt: 0, requests: 0 };

  /** @param requestsPerMinute that the exchange grants, to know the share of one of them */
  constructor(
    private readonly read: UseReader,
    private readonly requestsPerMinute: number,
  ) {}

  /** An answer has come. @returns the rest that the exchange should have, in milliseconds; 0 if it needs none */
  restAfter(headers: Headers, now: number): number {
    const use = this.read(headers, now);
    if (!use) return 0;
    const { share, windowMs, resetMs } = use;
    const own = this.counted(now + resetMs, windowMs) / ((this.requestsPerMinute * windowMs) / MINUTE_MS);
    const others = Math.max(0, share - own);
    const passed = Math.max(0.01, 1 - resetMs / windowMs);
    return own >= MOST - others / passed ? Math.max(1, resetMs) : 0;
  }

  /** Counts a request. @returns the requests of this process in the window that ends then */
  private counted(endsAt: number, windowMs: number): number {
    // The end is known to a second or so.
    if (endsAt - this.own.endsAt > windowMs / 2) this.own = { endsAt, requests: 0 };
    return ++this.own.requests;
  }
}

/** For an exchange that tells the weight used in the current minute. */
export function usedOfMinute(header: string, limit: number): UseReader {
  return (headers, now) => {
    const used = numberIn(headers, header);
    return used === null ? null : { share: used / limit, windowMs: MINUTE_MS, resetMs: MINUTE_MS - (now % MINUTE_MS) };
  };
}

/** For an exchange that tells its limit and what is left of it. @param resetMs reads the time until it is whole again */
export function remainingOf(
  windowMs: number,
  names: { readonly limit: string; readonly remaining: string; readonly reset: string },
  resetMs: (value: number, now: number) => number,
): UseReader {
  return (headers, now) => {
    const { limit, remaining, reset } = names;
    const [all, left, value] = [limit, remaining, reset].map((name) => numberIn(headers, name));
    if (!all || left == null || value == null) return null;
    return { share: 1 - left / all, windowMs, resetMs: Math.min(windowMs, Math.max(0, resetMs(value, now))) };
  };
}

function numberIn(headers: Headers, name: string): number | null {
  const value = headers[name];
  return typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : null;
}
