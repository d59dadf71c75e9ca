import type { Readable } from 'node:stream';
import type { Agent, Dispatcher } from 'undici';
import { SourceError } from '../../domain/source-failure';
import { DeadlinePassed, withDeadline } from '../../async/with-deadline';
import { excerpt, refusalError, type Refusal, type RefusalReader } from './refusal';
import { readRetryAfter } from './retry-after';
import { BodyFailure, transportFailure } from './transport-failure';

export interface HttpClientSettings {
  /** Scheme, host and perhaps a path that all routes hang below. */
  readonly baseUrl: string;
  /** Milliseconds until a connection must stand; 5 s. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds from the request to its answer's headers; 10 s. */
  readonly headersTimeoutMs?: number;
  /** Milliseconds between two pieces of the body; 5 s. */
  readonly bodyTimeoutMs?: number;
  /** Milliseconds for one request as a whole; 10 s. */
  readonly deadlineMs?: number;
  /** Bytes of the largest body that is read; 16 MiB. */
  readonly maxBodyBytes?: number;
  /** Knows the source's error bodies; without it the status alone decides. */
  readonly readRefusal?: RefusalReader;
  /** Milliseconds since the Unix epoch, to reckon an HTTP-date in Retry-After; Date.now. */
  readonly clock?: () => number;
}

export interface HttpAnswer {
  /** Method, host and path, for messages: a query may hold secrets. */
  readonly request: string;
  /** 2xx: every other status was thrown. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The parsed JSON, of which nothing is known yet. */
  readonly body: unknown;
}

export type Query = Readonly<Record<string, string | number>>;

type Received = Omit<HttpAnswer, 'body'> & { readonly text: string };

/**
 * The one way from a source to its exchange. Asks once: follows no redirect and repeats nothing, for the worker decides
 * what is tried again. Owns its connections until `close()`.
 */
export class HttpClient {
  private opening: Promise<Agent> | undefined;
  private agent: Agent | undefined;
  private isClosed = false;
  private readonly base: URL;

  constructor(private readonly settings: HttpClientSettings) {
    this.base = new URL(settings.baseUrl);
  }

  /**
   * Loads what asks: a service that asks no source need not. Once this is done, a request is on its way when the call that
   * makes it returns.
   */
  async open(): Promise<void> {
    if (this.isClosed) throw new Error('the client is closed');
    this.agent ??= await (this.opening ??= openAgent(this.settings));
  }

  /**
   * Gets `path` and parses the body as JSON. An abort closes the request's socket.
   * @throws SourceError as `refusalError` and `transportFailure` map it; the signal's reason when aborted
   */
  async getJson(path: string, query: Query, options: { signal: AbortSignal }): Promise<HttpAnswer> {
    const request = `GET ${this.base.host}${this.pathOf(path)}`;
    const deadlineMs = this.settings.deadlineMs ?? 10_000;
    try {
      const received = await withDeadline(options.signal, deadlineMs, (signal) =>
        this.receive(request, this.pathOf(path) + searchOf(query), signal),
      );
      return this.understand(received);
    } catch (error) {
      if (error instanceof DeadlinePassed) throw new SourceError('TIMEOUT', `${request}: ${error.message}`);
      throw error;
    }
  }

  /** Closes all connections; a request that is still under way rejects, not with a SourceError. */
  async close(): Promise<void> {
    this.isClosed = true;
    await (await this.opening)?.destroy();
  }

  private pathOf(path: string): string {
    return this.base.pathname.replace(/\/$/, '') + path;
  }

  private async receive(request: string, path: string, signal: AbortSignal): Promise<Received> {
    if (!this.agent) await this.open();
    try {
      const answer = await this.agent!.request({
        origin: this.base.origin,
        path,
        method: 'GET',
        headers: HEADERS,
        signal,
      });
      return { request, status: answer.statusCode, headers: answer.headers, text: await readText(answer) };
    } catch (error) {
      throw transportFailure(error, request);
    }
  }

  private understand({ text, ...answer }: Received): HttpAnswer {
    const body = parseJson(text);
    if (!isSuccess(answer.status))
      throw refusalError(this.refusal({ ...answer, body }, text), this.settings.readRefusal);
    if (body !== undefined) return { ...answer, body };
    const what = text === '' ? 'an empty body' : `a body that is not JSON: ${excerpt(text)}`;
    throw new SourceError('BAD_RESPONSE', `${answer.request} answered ${answer.status} with ${what}`);
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

const HEADERS = { accept: 'application/json', 'user-agent': 'sluice' };

function searchOf(query: Query): string {
  const entries = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A refusal's body may break off: its status has said what matters. */
async function readText(answer: Dispatcher.ResponseData): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of answer.body as Readable) chunks.push(chunk as Buffer);
  } catch (error) {
    if (isSuccess(answer.statusCode)) throw new BodyFailure(error, Buffer.concat(chunks).length);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
