import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { GraphQLError } from 'graphql';
import { httpExtension } from '../http-extensions';

/** The issuer has so long to answer, to the last byte, in milliseconds. */
const TIMEOUT_MS = 5_000;
/** Keys are asked for again after so long, in milliseconds: one that was withdrawn is believed no longer than that. */
const MAX_AGE_MS = 600_000;
/** For a key that is not among them the issuer is asked again so often at most, in milliseconds, whoever names it. */
const UNKNOWN_KEY_MS = 30_000;
/** While there are no keys, the issuer is asked so often at most, in milliseconds. */
const NO_KEYS_MS = 1_000;

/** The issuer's keys cannot be had at the moment: nothing can be said about the token. */
export class KeysUnavailableError extends GraphQLError {
  override readonly name = 'KeysUnavailableError';

  constructor(override readonly cause: unknown) {
    const http = httpExtension(503, { 'retry-after': String(NO_KEYS_MS / 1_000) });
    super('Credentials cannot be checked at the moment; try again.', {
      extensions: { code: 'SERVICE_UNAVAILABLE', http },
    });
  }
}

/**
 * The keys that a token issuer publishes (RFC 7517). jose's own remote set waits for the last byte without a limit, and
 * asks an issuer that is away once for every token.
 */
export class IssuerKeys {
  private known: { readonly keyFor: JWTVerifyGetKey; readonly at: number } | null = null;
  private lastTry: { readonly at: number; readonly failure: unknown } | null = null;
  private loading: Promise<void> | null = null;

  constructor(private readonly url: string) {}

  /** @throws KeysUnavailableError; JOSEError when there is no such key */
  readonly keyFor: JWTVerifyGetKey = async (header, token) => {
    const isFresh = this.known !== null && performance.now() - this.known.at < MAX_AGE_MS;
    if (!isFresh) await this.loadUnlessTried(NO_KEYS_MS);
    try {
      return await this.known!.keyFor(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      await this.loadUnlessTried(UNKNOWN_KEY_MS);
      return this.known!.keyFor(header, token);
    }
  };

  /** Asks for the keys, unless that was done within the last `ms` milliseconds. @throws as it came out */
  private async loadUnlessTried(ms: number): Promise<void> {
    const wasTried = this.lastTry !== null && performance.now() - this.lastTry.at < ms;
    if (!wasTried) await (this.loading ??= this.load().finally(() => (this.loading = null)));
    if (this.lastTry!.failure) throw new KeysUnavailableError(this.lastTry!.failure);
  }

  private async load(): Promise<void> {
    const failure = await this.fetched().catch((error: unknown) => error ?? 'unknown');
    this.lastTry = { at: performance.now(), failure };
  }

  private async fetched(): Promise<void> {
    // A redirect might lead anywhere: the address is the one that was configured.
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(this.url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) throw new Error(`the issuer answers ${response.status}`);
    const keys = (await response.json()) as JSONWebKeySet;
    this.known = { keyFor: createLocalJWKSet(keys), at: performance.now() };
  }
}
