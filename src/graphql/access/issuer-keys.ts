import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';
import { GraphQLError } from 'graphql';
import { httpExtension } from '../http-extensions';

/** Timeout of a request to the issuer, to the last byte, in milliseconds. */
const TIMEOUT_MS = 5_000;
/** Lifetime of fetched keys, in milliseconds. A withdrawn key is accepted no longer than this. */
const MAX_AGE_MS = 600_000;
/** Minimum interval between fetches caused by unknown key ids, in milliseconds. Bounds what forged tokens can cause. */
const UNKNOWN_KEY_MS = 30_000;
/** Minimum interval between fetches while there are no fresh keys, in milliseconds. */
const NO_KEYS_MS = 1_000;

/** The issuer's keys are unavailable, so the token can be neither accepted nor rejected. */
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
 * The keys that a token issuer publishes (RFC 7517). Replaces jose's remote key set, which has no timeout for the last
 * byte and, while the issuer is down, sends a request for every token.
 */
export class IssuerKeys {
  private known: { readonly keyFor: JWTVerifyGetKey; readonly at: number } | null = null;
  private lastTry: { readonly at: number; readonly failure: unknown } | null = null;
  private loading: Promise<void> | null = null;

  constructor(private readonly url: string) {}

  /** @throws KeysUnavailableError; JOSEError when the issuer has no such key */
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

  /**
   * Fetches the keys, unless the last attempt was less than `ms` milliseconds ago.
   * @throws KeysUnavailableError when the last attempt failed
   */
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
    // Redirects are refused: only the configured address is trusted.
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await fetch(this.url, { redirect: 'error', signal, headers: { accept: 'application/json' } });
    if (response.status !== 200) throw new Error(`the issuer answers ${response.status}`);
    const keys = (await response.json()) as JSONWebKeySet;
    this.known = { keyFor: createLocalJWKSet(keys), at: performance.now() };
  }
}
