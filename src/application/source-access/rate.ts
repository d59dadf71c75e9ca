/** A number of requests in any so many seconds. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** A minute's requests are not spent in one burst, but for those of a source that allows only a few. */
const LONGEST_SECONDS = 10;
/** Part of the limit that whole requests in whole seconds must come to. */
const CLOSE_ENOUGH = 0.9;

/** Returns the rate in the shortest time that comes close to a limit, never above it. */
export function rateOf(requestsPerMinute: number): Rate {
  const perSecond = requestsPerMinute / 60;
  for (let seconds = 1; seconds <= LONGEST_SECONDS; seconds++) {
    const requests = Math.floor(perSecond * seconds);
    if (requests >= perSecond * seconds * CLOSE_ENOUGH) return { requests, seconds };
  }
  return { requests: 1, seconds: Math.ceil(1 / perSecond) };
}
