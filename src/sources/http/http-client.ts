import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { SourceError } from '../../domain/source-failure';
import { DeadlinePassed, withDeadline } from '../../async/with-deadline';
import type { RawRequest } from './raw-request';
import { redactor } from './redact';
import { excerpt, refusalError, type Refusal, type RefusalReader } from './refusal';
import { readRetryAfter } from './retry-after';
import { BodyFailure, transportFailure } from './transport-failure';

export interface HttpClientSettings {
  /** Scheme, host and optionally a path prefix of all routes. */
  readonly baseUrl: string;
  /** Time to establish a connection, in milliseconds; defaults to 5 s. */
  readonly connectTimeoutMs?: number;
  /** Time from the request to the response headers, in milliseconds; defaults to 10 s. */
  readonly headersTimeoutMs?: number;
  /** Time between two chunks of the body, in milliseconds; defaults to 5 s. */
  readonly bodyTimeoutMs?: number;
  /** Deadline of a whole request, in milliseconds; defaults to 10 s. */
  readonly deadlineMs?: number;
  /** Maximum size of a body, in bytes; defaults to 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Headers of each request, besides the client's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Texts that are cut out of every JSON body before anybody reads it: a server may repeat a key in its errors. */
  readonly secrets?: readonly string[] | undefined;
  /** Parses a body; defaults to JSON.parse. */
  readonly parse?: (text: string) => unknown;
  /** Whether a body tells an error, although the status is 2xx; default: none does. */
  readonly isRefusal?: (body: unknown) => boolean;
  /** Interprets the source's error bodies; without it the status alone decides. */
  readonly readRefusal?: RefusalReader;
  /** Milliseconds since the Unix epoch, to convert an HTTP-date in Retry-After; defaults to Date.now. */
  readonly clock?: () => number;
}

export interface HttpAnswer {
  /** Method, host and path, for messages. Without the query, which may contain secrets. */
  readonly request: string;
  /** Always 2xx: any other status is thrown as an error. */
  readonly status: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON, not validated. */
  readonly body: unknown;
}

/** An answer with any status, and its body as it came. */
export interface HttpBytes extends Omit<HttpAnswer, 'body'> {
  readonly bytes: Buffer;
}

export type Query = Readonly<Record<string, string | number>>;

type Outgoing = RawRequest & { readonly origin: string; readonly path: string };

/**
 * HTTP client through which every source reaches its exchange. Makes each request once, without redirects or retries:
 * retrying is up to the worker. Owns its connections until `close()`.
 */
export class HttpClient {
  private opening: Promise<Agent> | undefined;
  private agent: Agent | undefined;
  private isClosed = false;
  private readonly base: URL;
  private readonly headers: Readonly<Record<string, string>>;
  private readonly redacted: (text: string) => string;

  constructor(private readonly settings: HttpClientSettings) {
    this.base = new URL(settings.baseUrl);
    this.headers = { ...HEADERS, ...lowerCased(settings.headers) };
    this.redacted = redactor(settings.secrets);
  }

  /**
   * Loads undici, which a service that queries no source does not need. Once this has resolved, a request is sent before
   * its promise is returned.
   * @throws Error after `close()`
   */
  async open(): Promise<void> {
    if (this.isClosed) throw new Error('the client is closed');
    this.agent ??= await (this.opening ??= openAgent(this.settings));
  }

  /**
   * Requests `path` and parses the body as JSON. An abort closes the socket of the request.
   * @throws SourceError as `refusalError` and `transportFailure` map it; the signal's reason when aborted
   */
  async getJson(path: string, query: Query, options: { signal: AbortSignal }): Promise<HttpAnswer> {
    return this.understand(await this.get(this.pathOf(path), searchOf(query), JSON_TYPE, options.signal));
  }

  /**
   * Requests `path`, whatever it is. An abort closes the socket of the request.
   * @throws SourceError as `transportFailure` maps it; the signal's reason when aborted
   */
  getBytes(path: string, { signal }: { signal: AbortSignal }): Promise<HttpBytes> {
    return this.get(this.pathOf(path), '', '*/*', signal);
  }

  /**
   * Sends a request to any host, without the headers of the settings. An abort closes its socket.
   * @throws SourceError as `transportFailure` maps it; the signal's reason when aborted
   */
  send(url: URL, raw: RawRequest, { signal }: { signal: AbortSignal }): Promise<HttpBytes> {
    const headers = { ...HEADERS, accept: JSON_TYPE, ...lowerCased(raw.headers) };
    const outgoing = { ...raw, origin: url.origin, path: url.pathname + url.search, headers };
    return this.sent(`${raw.method} ${url.host}${url.pathname}`, outgoing, signal);
  }

  /** Closes all connections. Requests in flight reject with an error that is not a SourceError. */
  async close(): Promise<void> {
    this.isClosed = true;
    await (await this.opening)?.destroy();
  }

  private pathOf(path: string): string {
    return this.base.pathname.replace(/\/$/, '') + path;
  }

  private get(path: string, search: string, accept: string, signal: AbortSignal): Promise<HttpBytes> {
    const { origin, host } = this.base;
    const headers = { accept, ...this.headers };
    const outgoing = { origin, path: path + search, method: 'GET', headers, body: null } as const;
    return this.sent(`GET ${host}${path}`, outgoing, signal);
  }

  private async sent(request: string, outgoing: Outgoing, signal: AbortSignal): Promise<HttpBytes> {
    const deadlineMs = this.settings.deadlineMs ?? 10_000;
    try {
      return await withDeadline(signal, deadlineMs, (ended) => this.receive(request, outgoing, ended));
    } catch (error) {
      if (error instanceof DeadlinePassed) throw new SourceError('TIMEOUT', `${request}: ${error.message}`);
      throw error;
    }
  }

  private async receive(request: string, outgoing: Outgoing, signal: AbortSignal): Promise<HttpBytes> {
    if (!this.agent) await this.open();
    try {
      const answer = await this.agent!.request({ ...outgoing, signal });
      return { request, status: answer.statusCode, headers: answer.headers, bytes: await readBytes(answer) };
    } catch (error) {
      throw transportFailure(error, request);
    }
  }

  private understand({ bytes, ...answer }: HttpBytes): HttpAnswer {
    const text = this.redacted(bytes.toString('utf8'));
    const body = this.parsed(text);
    if (!isSuccess(answer.status) || this.settings.isRefusal?.(body))
      throw refusalError(this.refusal({ ...answer, body }, text), this.settings.readRefusal);
    if (body !== undefined) return { ...answer, body };
    const what = text === '' ? 'an empty body' : `a body that is not JSON: ${excerpt(text)}`;
    throw new SourceError('BAD_RESPONSE', `${answer.request} answered ${answer.status} with ${what}`);
  }

  /** Returns undefined if it is not JSON. */
  private parsed(text: string): unknown {
    try {
      return (this.settings.parse ?? JSON.parse)(text);
    } catch {
      return undefined;
    }
  }

  private refusal(answer: HttpAnswer, text: string): Refusal {
    const now = (this.settings.clock ?? Date.now)();
    const { request, status, body, headers } = answer;
    return { request, status, body, text, retryAfterMs: readRetryAfter(headers['retry-after'], now) };
  }
}

async function openAgent(settings: HttpClientSettings): Promise<Agent> {
  const { Agent } = await import('undici');
  return new Agent({
    connect: { timeout: settings.connectTimeoutMs ?? 5_000 },
    headersTimeout: settings.headersTimeoutMs ?? 10_000,
    bodyTimeout: settings.bodyTimeoutMs ?? 5_000,
    maxResponseSize: settings.maxBodyBytes ?? 16 * 1024 * 1024,
  });
}

const JSON_TYPE = 'application/json';
const HEADERS = { 'user-agent': 'sluice' };

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function searchOf(query: Query): string {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** Reads the body. A truncated body is an error only for a 2xx: otherwise the status is sufficient. */
async function readBytes(answer: Dispatcher.ResponseData): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer.body as Readable) chunks.push(chunk as Buffer);
  } catch (error) {
    if (isSuccess(answer.statusCode)) throw new BodyFailure(error, Buffer.concat(chunks).length);
  }
  return Buffer.concat(chunks);
}
