import type { Traits } from './thread/messages';

/** Part of the exchange's limit that is used: other clients may share the address. */
const SHARE = 0.8;
/** Milliseconds between two requests where ccxt does not tell. */
const CAUTIOUS_RATE_MS = 1_000;
/** Cost of a request for bars where a trial run did not show it, in units of the rate limit. */
const CAUTIOUS_COST = 3;

/** Returns the requests for bars that an exchange allows in a minute, less a margin. */
export function requestsPerMinute({ rateLimitMs, barsCost }: Pick<Traits, 'rateLimitMs' | 'barsCost'>): number {
  return (60_000 / ((rateLimitMs ?? CAUTIOUS_RATE_MS) * (barsCost ?? CAUTIOUS_COST))) * SHARE;
}
