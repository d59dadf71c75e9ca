import { SourceError, type SourceFailureCode } from '../../domain/source-failure';
import type { HttpBytes, HttpClient } from '../http/http-client';
import { excerpt, refusalError, type Refusal } from '../http/refusal';
import { readHttpDate, readRetryAfter } from '../http/retry-after';
import { CcxtFailure } from './ccxt-thread';
import type { HttpReply, WantedRequest } from './thread/messages';

/** Headers that belong to the connection, which is ours. */
const NOT_FORWARDED = ['accept-encoding', 'connection', 'content-length', 'host', 'origin'];

/** ccxt's classes of errors, the more particular first. Any other error is BAD_RESPONSE. */
const CODES: readonly (readonly [string, SourceFailureCode])[] = [
  ['BadSymbol', 'BAD_SYMBOL'],
  ['DDoSProtection', 'RATE_LIMITED'],
  ['RateLimitExceeded', 'RATE_LIMITED'],
  ['AuthenticationError', 'AUTH'],
  ['RestrictedLocation', 'AUTH'],
  ['OnMaintenance', 'SOURCE_DOWN'],
  ['RequestTimeout', 'TIMEOUT'],
];
/** ccxt throws it as well for a 400, 403 or 404 that it does not understand: the status says more then. */
const DOWN = 'ExchangeNotAvailable';

/** The requests that are sent for one call of ccxt, and what they say about its failure. */
export class CallRequests {
  /** Sent so far. */
  count = 0;
  /** When the last answer was sent, by the clock of the exchange, in milliseconds; Infinity if it does not say. */
  date = Infinity;
  /** Method, host and path of the last request. */
  request: string;

  private refusal: Refusal | null = null;
  private failure: { readonly error: Error } | null = null;

  /** @param substitute the address to ask instead of the exchange's hosts; undefined: they are asked themselves */
  constructor(
    private readonly http: Pick<HttpClient, 'send'>,
    private readonly substitute: string | undefined,
    exchange: string,
  ) {
    this.request = exchange;
  }

  /** @returns the answer, of any status; null if there is none @throws the signal's reason when aborted */
  async send({ url, method, headers, body }: WantedRequest, signal: AbortSignal): Promise<HttpReply | null> {
    this.count++;
    try {
      const received = await this.http.send(this.addressOf(url), { method, headers: kept(headers), body }, { signal });
      return this.noted(received);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      this.fail(error as Error);
      return null;
    }
  }

  /** Records why no further request is sent. */
  fail(error: Error): void {
    this.failure ??= { error };
  }

  /** Returns why the call failed; null if it did not: ccxt reads some refusals as an answer. */
  failureOf(error: unknown): Error | null {
    if (this.failure) return this.failure.error;
    if (error !== null && !(error instanceof CcxtFailure)) return error as Error;
    const names = error?.error.names ?? [];
    const code = CODES.find(([name]) => names.includes(name))?.[1];
    if (this.refusal) return refusalError(this.refusal, ({ status }) => (code && isPlain(status) ? { code } : null));
    const rest = names.includes(DOWN) ? 'SOURCE_DOWN' : 'BAD_RESPONSE';
    return error && new SourceError(code ?? rest, `${this.request}: ${excerpt(error.message)}`);
  }

  private noted({ request, status, headers, bytes }: HttpBytes): HttpReply {
    this.request = request;
    const text = bytes.toString('utf8');
    this.date = readHttpDate(String(headers['date'] ?? '')) ?? Infinity;
    const retryAfterMs = readRetryAfter(headers['retry-after'], Date.now());
    if (status < 200 || status >= 300) this.refusal ??= { request, status, text, body: undefined, retryAfterMs };
    const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    return { status, headers: Object.fromEntries(flat), text };
  }

  private addressOf(url: string): URL {
    const address = new URL(url);
    if (!/^https?:$/.test(address.protocol)) throw new SourceError('BAD_RESPONSE', `ccxt asks for ${address.protocol}`);
    if (this.substitute === undefined) return address;
    const base = new URL(this.substitute);
    return new URL(base.pathname.replace(/\/$/, '') + address.pathname + address.search, base.origin);
  }
}

/** A 5xx is a failure of the server and a 429 or 418 a rate limit, whatever ccxt makes of the body. */
function isPlain(status: number): boolean {
  return status < 500 && status !== 429 && status !== 418;
}

function kept(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !NOT_FORWARDED.includes(name.toLowerCase())));
}
