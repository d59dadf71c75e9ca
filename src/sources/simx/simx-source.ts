import type { DataSource, Page, PageRequest, SourceSymbol } from '../../application/ports/data-source';
import { BAR_INTERVALS, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import { SourceError } from '../../domain/source-failure';
import { HttpClient, type HttpAnswer } from '../http/http-client';
import { readBody } from '../http/read-body';
import type { RefusalReader } from '../http/refusal';
import { checkPage, type AskedPage } from '../page-check';
import {
  barOfRow,
  barsBody,
  refusalBody,
  SIMX_INTERVALS,
  SIMX_PAGE_SIZE,
  symbolsBody,
  UNKNOWN_SYMBOL,
  type BarsBody,
} from './simx-api';
import type { SimxServer } from './simx-server';

export interface SimxSourceSettings {
  /** Address of the simulated exchange. */
  readonly baseUrl: string;
  /** Rate limit of the simulated exchange, in requests per second. */
  readonly ratePerSecond: number;
  /** The exchange at this address, if it is in this process: it then knows what it has without a request. */
  readonly exchange?: Pick<SimxServer, 'hasEveryBar'> | null;
  /** Milliseconds since the Unix epoch; defaults to Date.now. */
  readonly clock?: () => number;
  /** Deadline of a whole request, in milliseconds; defaults to 10 s. */
  readonly deadlineMs?: number;
}

/** Bars of the simulated exchange, collected over HTTP as from a real one. */
export class SimxSource implements DataSource {
  readonly name = 'simx';
  readonly kind = 'SIMULATED';
  readonly description = 'Simulated exchange: made-up bars, served over HTTP by Sluice itself';
  readonly intervals = BAR_INTERVALS.filter((interval) => interval in SIMX_INTERVALS);
  readonly requestsPerMinute: number;
  readonly barsPerPage = SIMX_PAGE_SIZE;
  /** Its prices are a function of the time and have no beginning: this is where `from: null` begins. */
  readonly earliest = Date.UTC(2024, 0);

  private readonly clock: () => number;
  private readonly http: HttpClient;
  private readonly exchange: Pick<SimxServer, 'hasEveryBar'> | null;

  constructor({ baseUrl, ratePerSecond, exchange = null, clock = Date.now, deadlineMs }: SimxSourceSettings) {
    this.clock = clock;
    this.exchange = exchange;
    this.http = new HttpClient({ baseUrl, clock, deadlineMs, readRefusal });
    // Slightly below the limit, so that clock drift between client and exchange does not cause a 429.
    this.requestsPerMinute = Math.max(1, Math.floor(ratePerSecond * 60 * 0.95));
  }

  open(): Promise<void> {
    return this.http.open();
  }

  hasEveryBar(symbol: string, _interval: BarInterval, range: TimeRange): boolean {
    return this.exchange?.hasEveryBar(symbol, range) ?? false;
  }

  async listSymbols({ signal }: { signal: AbortSignal }): Promise<readonly SourceSymbol[]> {
    const { symbols } = readBody(symbolsBody, await this.http.getJson('/v1/symbols', {}, { signal }));
    const listed = { base: null, quote: 'USD', status: 'TRADING', listedAt: null } as const;
    return symbols.toSorted().map((symbol) => ({ symbol, ...listed }));
  }

  async fetchPage(symbol: string, { interval, from, to, signal }: PageRequest): Promise<Page> {
    const query = { symbol, interval: SIMX_INTERVALS[interval]!, from, to, limit: SIMX_PAGE_SIZE };
    const answer = await this.http.getJson('/v1/bars', query, { signal });
    const body = readBody(barsBody, answer);
    checkEcho(body, query, answer);
    const asked = { request: answer.request, interval, from, to };
    const asOf = this.clock();
    const { bars, quarantined, reachedNow } = checkPage(body.bars.map(barOfRow), body.bars, asked, asOf);
    const end = endOf(body, asked);
    const reach = Math.min(Math.max(from, body.historyFrom ?? from), end);
    const outOfReach = reach > from ? { from, to: reach } : null;
    const next = end < to && !reachedNow ? end : null;
    return { bars, quarantined, answered: { from: reach, to: end }, outOfReach, next, asOf };
  }

  async close(): Promise<void> {
    await this.http.close();
  }
}

const readRefusal: RefusalReader = ({ status, body }) => {
  const code = status === 400 ? refusalBody.safeParse(body).data?.code : undefined;
  return code === UNKNOWN_SYMBOL ? { code: 'BAD_SYMBOL' } : null;
};

/** Verifies the symbol and interval of the response: the bars of one symbol must never be stored under another. */
function checkEcho(body: BarsBody, query: { symbol: string; interval: string }, { request }: HttpAnswer): void {
  if (body.symbol === query.symbol && body.interval === query.interval) return;
  const got = `${body.symbol} ${body.interval} instead of ${query.symbol} ${query.interval}`;
  throw new SourceError('BAD_RESPONSE', `${request} answered with ${got}`);
}

/** Returns the end of the range that the page answers: the start of the next page, or the end of the request's range. */
function endOf({ bars, nextFrom }: BarsBody, { request, from, to }: AskedPage): number {
  if (nextFrom === null) return to;
  // A next page that starts before the end of this one would cause an endless loop.
  if (nextFrom > (bars.at(-1)?.[0] ?? from) && nextFrom < to) return nextFrom;
  throw new SourceError('BAD_RESPONSE', `${request}: the next page cannot start at ${nextFrom}`);
}
