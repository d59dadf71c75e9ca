import { z } from 'zod';
import type { SourceFailureCode } from '../../domain/source-failure';
import type { Refusal, RefusalReader, RefusalVerdict } from '../http/refusal';
import { boundRetryAfter } from '../http/retry-after';

const errorBody = z.object({ code: z.int(), msg: z.string() });

/** Binance spot API, "Error codes". What is not here is left to the status. */
const CODES: Readonly<Record<number, SourceFailureCode>> = {
  [-1000]: 'SOURCE_DOWN', // unknown error
  [-1001]: 'SOURCE_DOWN', // internal error
  [-1002]: 'AUTH', // not authorized
  [-1003]: 'RATE_LIMITED', // too many requests
  [-1006]: 'SOURCE_DOWN', // unexpected response of their backend
  [-1007]: 'TIMEOUT', // their backend took too long
  [-1008]: 'SOURCE_DOWN', // overloaded
  [-1016]: 'SOURCE_DOWN', // shutting down
  [-1022]: 'AUTH', // signature not valid
  [-1034]: 'RATE_LIMITED', // too many connections
  [-1121]: 'BAD_SYMBOL', // invalid symbol
  [-2014]: 'AUTH', // API key malformed
  [-2015]: 'AUTH', // API key, address or permission rejected
};

/** @param clock milliseconds since the Unix epoch, to turn "banned until" into a wait */
export function binanceRefusalReader(clock: () => number): RefusalReader {
  return (refusal) => {
    if (refusal.status === 418) return banned(refusal, clock());
    const error = errorBody.safeParse(refusal.body).data;
    // "HTTP Return Codes": a 403 comes from Binance's firewall, after too many requests; these routes want no credentials.
    if (!error) return refusal.status === 403 ? { code: 'BANNED' } : null;
    return verdictOn(error, refusal.status);
  };
}

function verdictOn({ code, msg }: z.infer<typeof errorBody>, status: number): RefusalVerdict | null {
  // -1100: illegal characters in a parameter. A symbol is the only parameter that is not ours.
  if (code === -1100 && msg.includes("'symbol'")) return { code: 'BAD_SYMBOL' };
  const known = CODES[code];
  // A 5xx is the server's failure and a 429 a rate limit, whatever else the body says.
  return known && status < 500 && status !== 429 ? { code: known } : null;
}

/** Retry-After where Binance sends it, else the end of the ban out of "IP banned until <ms since the epoch>". */
function banned({ retryAfterMs, text }: Refusal, now: number): RefusalVerdict {
  const until = /banned until (\d{13})\b/.exec(text)?.[1];
  if (retryAfterMs !== undefined || until === undefined) return { code: 'BANNED' };
  return { code: 'BANNED', retryAfterMs: boundRetryAfter(Number(until) - now) };
}
