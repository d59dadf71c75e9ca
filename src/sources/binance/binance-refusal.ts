import { z } from 'zod';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { Refusal, RefusalReader, RefusalVerdict } from '../http/refusal';
import { boundRetryAfter } from '../http/retry-after';

const errorBody = z.object({ code: z.int(), msg: z.string() });

/** Binance spot API, "Error codes". For any other code the status decides. */
const CODES: Readonly<Record<number, SourceFailureCode>> = {
  [-1000]: 'SOURCE_DOWN', // unknown error
  [-1001]: 'SOURCE_DOWN', // internal error
  [-1002]: 'AUTH', // not authorized
  [-1003]: 'RATE_LIMITED', // too many requests
  [-1006]: 'SOURCE_DOWN', // unexpected response of Binance's backend
  [-1007]: 'TIMEOUT', // timeout of Binance's backend
  [-1008]: 'SOURCE_DOWN', // overloaded
  [-1016]: 'SOURCE_DOWN', // shutting down
  [-1022]: 'AUTH', // signature not valid
  [-1034]: 'RATE_LIMITED', // too many connections
  [-1121]: 'BAD_SYMBOL', // invalid symbol
  [-2014]: 'AUTH', // API key malformed
  [-2015]: 'AUTH', // API key, address or permission rejected
};

/** @param clock milliseconds since the Unix epoch, to convert "banned until" to a duration */
export function binanceRefusalReader(clock: () => number): RefusalReader {
  return (refusal) => {
    if (refusal.status === 418) return banned(refusal, clock());
    const error = errorBody.safeParse(refusal.body).data;
    // "HTTP Return Codes": Binance's firewall sends 403 after too many requests. These routes need no credentials.
    if (!error) return refusal.status === 403 ? { code: 'BANNED' } : null;
    return verdictOn(error, refusal.status);
  };
}

function verdictOn({ code, msg }: z.infer<typeof errorBody>, status: number): RefusalVerdict | null {
  // -1100: illegal characters in a parameter. The symbol is the only parameter that the user supplies.
  if (code === -1100 && msg.includes("'symbol'")) return { code: 'BAD_SYMBOL' };
  const known = CODES[code];
  // A 5xx is a server failure and a 429 a rate limit, whatever code the body has.
  return known && status < 500 && status !== 429 ? { code: known } : null;
}

/** Uses Retry-After if present, else the end of the ban in "IP banned until <ms since the epoch>". */
function banned({ retryAfterMs, text }: Refusal, now: number): RefusalVerdict {
  const until = /banned until (\d{13})\b/.exec(text)?.[1];
  if (retryAfterMs !== undefined || until === undefined) return { code: 'BANNED' };
  return { code: 'BANNED', retryAfterMs: boundRetryAfter(Number(until) - now) };
}
