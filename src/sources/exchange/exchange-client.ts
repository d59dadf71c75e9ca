import { parse } from 'lossless-json';
import { SourceError } from '../../domain/source-failure';
import { HttpClient, type HttpAnswer, type Query } from '../http/http-client';
import type { ExchangeDescription } from './description';
import { refusalReader } from './error-rules';

export interface ClientSettings {
  readonly baseUrl: string;
  readonly clock: () => number;
  readonly deadlineMs: number | undefined;
}

/** Requests to an exchange, with what its description says of headers, numbers and errors. */
export class ExchangeClient {
  private readonly http: HttpClient;

  constructor(
    private readonly exchange: ExchangeDescription,
    settings: ClientSettings,
  ) {
    const { errors, hasNumbers, headers, secrets } = exchange;
    this.http = new HttpClient({
      ...{ ...settings, headers, secrets },
      parse: hasNumbers ? numbersAsText : JSON.parse,
      isRefusal: (body) => errors.find(body) !== null,
      readRefusal: refusalReader(errors, settings.clock),
    });
  }

  open(): Promise<void> {
    return this.http.open();
  }

  /** @throws SourceError */
  get(path: string, query: Query, signal: AbortSignal): Promise<HttpAnswer> {
    const [unset] = this.exchange.unsetVariables ?? [];
    if (unset === undefined) return this.http.getJson(path, query, { signal });
    throw new SourceError('AUTH', `${this.exchange.name} is not configured: ${unset} is not set`);
  }

  close(): Promise<void> {
    return this.http.close();
  }
}

/** Parses JSON with the digits of each number as they were sent. */
function numbersAsText(text: string): unknown {
  return parse(text, null, (digits) => digits);
}
