import type { DataSource, Page, PageRequest } from '../../application/ports/data-source';
import { alignedDown, BAR_INTERVALS, INTERVAL_MS } from '../../domain/bar';
import { HttpClient, type HttpAnswer } from '../http/http-client';
import { readBody } from '../http/read-body';
import { readHttpDate } from '../http/retry-after';
import { checkPage } from '../page-check';
import { binanceRefusalReader } from './binance-refusal';
import { EXCHANGE_INFO_QUERY, exchangeInfoBody, tradingSymbols } from './exchange-info';
import { BINANCE_INTERVALS, KLINES_LIMIT, barOf, klinesBody } from './klines';

export interface BinanceSettings {
  /** https://api.binance.com, or a substitute. */
  readonly baseUrl: string;
  /** Milliseconds since the Unix epoch; defaults to Date.now. */
  readonly clock?: () => number;
  /** Deadline of a whole request, in milliseconds; defaults to 10 s. */
  readonly deadlineMs?: number;
}

const WEIGHT_PER_MINUTE = 6000;
const KLINES_WEIGHT = 2;
const EXCHANGE_INFO_WEIGHT = 20;

/** Spot bars of Binance, from its public REST API (Binance spot API docs, "Market Data endpoints"). */
export class BinanceSource implements DataSource {
  readonly name = 'binance';
  readonly kind = 'REAL';
  readonly description = 'Binance spot market, public REST API';
  readonly intervals = BAR_INTERVALS;
  /** Four fifths of the weight that Binance grants per address, because other clients may share the address. */
  readonly requestsPerMinute = (WEIGHT_PER_MINUTE / KLINES_WEIGHT) * 0.8;
  readonly barsPerPage = KLINES_LIMIT;
  readonly listingCost = EXCHANGE_INFO_WEIGHT / KLINES_WEIGHT;

  private readonly clock: () => number;
  private readonly http: HttpClient;

  constructor({ baseUrl, clock = Date.now, deadlineMs }: BinanceSettings) {
    this.clock = clock;
    this.http = new HttpClient({ baseUrl, clock, deadlineMs, readRefusal: binanceRefusalReader(clock) });
  }

  open(): Promise<void> {
    return this.http.open();
  }

  async listSymbols({ signal }: { signal: AbortSignal }): Promise<readonly string[]> {
    const answer = await this.http.getJson('/api/v3/exchangeInfo', EXCHANGE_INFO_QUERY, { signal });
    return tradingSymbols(readBody(exchangeInfoBody, answer));
  }

  /** A page that is not full is the last one: Binance returns the bars that there are, without regard to gaps. */
  async fetchPage(symbol: string, { interval, from, to, signal }: PageRequest): Promise<Page> {
    // endTime is inclusive at Binance; both limits apply to a bar's open time.
    const range = { startTime: from, endTime: to - 1, limit: KLINES_LIMIT };
    const query = { symbol, interval: BINANCE_INTERVALS[interval], ...range };
    const answer = await this.http.getJson('/api/v3/klines', query, { signal });
    const rows = readBody(klinesBody, answer);
    const asOf = this.now(answer);
    const asked = { request: answer.request, interval, from, to };
    const { bars, quarantined, reachedNow } = checkPage(rows.map(barOf), rows, asked, asOf);
    const end = rows.length < KLINES_LIMIT ? to : alignedDown(rows.at(-1)![0], interval) + INTERVAL_MS[interval];
    const next = end < to && !reachedNow ? end : null;
    return { bars, quarantined, answered: { from, to: end }, outOfReach: null, next, asOf };
  }

  async close(): Promise<void> {
    await this.http.close();
  }

  /**
   * The earlier of the local clock and Binance's: a bar that is taken for closed too early would be stored unfinished.
   */
  private now({ headers }: HttpAnswer): number {
    const theirs = readHttpDate(String(headers['date'] ?? ''));
    return Math.min(this.clock(), theirs ?? Infinity);
  }
}
