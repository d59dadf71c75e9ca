import { LRUCache } from 'lru-cache';
import { sharedAbort } from '../../async/shared-abort';
import type { DataSource, Page, PageRequest, SourceSymbol } from '../../application/ports/data-source';
import { alignedDown, barsBetween, INTERVAL_MS, openingAfter, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import { SourceError } from '../../domain/source-failure';
import { Emptiness } from '../exchange/emptiness';
import { readRows, type Columns } from '../exchange/row-reader';
import { HttpClient } from '../http/http-client';
import { checkPage } from '../page-check';
import { readAnswer, timeOf } from './answer';
import { BarsRequests } from './bars-requests';
import { CallRequests } from './call-requests';
import type { CcxtThread } from './ccxt-thread';
import { MarketList } from './market-list';
import { requestsPerMinute } from './request-rate';
import { ShownDepth } from './shown-depth';
import type { Market, Traits } from './thread/messages';
import { intervalsOf, timeframeOf } from './timeframes';

export interface CcxtSourceDeps {
  readonly exchange: string;
  readonly traits: Traits;
  readonly thread: CcxtThread;
  /** Folder of the package. */
  readonly folder: string;
  /** Address to ask instead of the exchange's hosts. */
  readonly baseUrl: string | undefined;
  /** Deadline of a whole request, in milliseconds. */
  readonly deadlineMs: number | undefined;
  /** Milliseconds since the Unix epoch; defaults to Date.now. */
  readonly clock?: () => number;
}

const COLUMNS: Columns = { time: 0, timeUnit: 1, open: 1, high: 2, low: 3, close: 4, volume: 5 };

/** Age from which the symbols are listed anew, in milliseconds: the catalogue asks when it wants them fresh. */
const JUST_LISTED_MS = 30_000;
/** Days before a range that are asked for along with its days: one bar there shows that the exchange reaches so far. */
const DAYS_BEFORE = 10;

type Question = PageRequest & { readonly symbol: string; readonly series: string; readonly market: Market };

/**
 * Bars of an exchange that ccxt knows, from its public API. Unlike that of other sources, a page's request leaves a moment
 * after `fetchPage` is called, as ccxt's thread makes it first: a symbol that began before a pause may send it after the
 * pause was answered. An abort prevents it.
 */
export class CcxtSource implements DataSource {
  readonly kind = 'REAL';
  readonly name: string;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  readonly requestsPerMinute: number;
  readonly barsPerPage: number;

  private readonly http: HttpClient;
  private readonly list: MarketList;
  private readonly requests: BarsRequests;
  private readonly emptiness = new Emptiness('DAYS');
  private readonly depth = new ShownDepth();
  /** What was found once to be out of reach, by series: it counts when the exchange says the same again. */
  private readonly doubts = new LRUCache<string, string>({ max: 10_000 });
  /** Start and end of the part of a window that must be asked for by itself, by series. */
  private readonly cuts = new LRUCache<string, TimeRange>({ max: 10_000 });
  /** The largest number of rows that the exchange has sent at once. */
  private mostRows = 0;

  constructor({ exchange, traits, thread, folder, baseUrl, deadlineMs, clock = Date.now }: CcxtSourceDeps) {
    const { title, timeframes, mostBars } = traits;
    this.name = `ccxt:${exchange}`;
    this.description = describedBy(title);
    this.intervals = intervalsOf(timeframes);
    this.requestsPerMinute = requestsPerMinute(traits);
    this.barsPerPage = mostBars;
    // Each request names its host.
    this.http = new HttpClient({ baseUrl: baseUrl ?? 'http://localhost', clock, deadlineMs });
    const requestsOf = () => new CallRequests(this.http, baseUrl, this.name);
    this.requests = new BarsRequests({ name: this.name, exchange, folder, thread, requestsOf, clock });
    this.list = new MarketList({
      exchange: this.name,
      requestsOf,
      read: (serve) => thread.call({ kind: 'MARKETS', exchange, folder }, serve, NEVER),
      generation: () => thread.generation,
      clock: () => performance.now(),
    });
  }

  /** As many as the last list took. */
  get listingCost(): number {
    return this.list.requestsPerList;
  }

  open(): Promise<void> {
    return this.http.open();
  }

  async listSymbols({ signal }: { signal: AbortSignal }): Promise<readonly SourceSymbol[]> {
    while ((await this.list.advance(signal, JUST_LISTED_MS)) === 'SENT');
    const listed = this.list.all.map(({ symbol, base, quote, isActive, created }): SourceSymbol => {
      const listedAt = created === null ? null : new Date(created);
      return { symbol, base, quote, status: isActive ? 'TRADING' : 'HALTED', listedAt };
    });
    return listed.sort((a, b) => (a.symbol < b.symbol ? -1 : 1));
  }

  async fetchPage(symbol: string, request: PageRequest): Promise<Page | 'ASK_AGAIN'> {
    if (!this.list.find(symbol) && (await this.list.advance(request.signal)) === 'SENT') return 'ASK_AGAIN';
    const market = this.list.find(symbol);
    if (!market) throw new SourceError('BAD_SYMBOL', `${this.name} lists no ${symbol}`);
    const { interval, from, to } = request;
    const series = `${interval} ${symbol}`;
    const question = { ...request, symbol, series, market };
    const pageEnd = openingAfter(from, interval, market.mostBars);
    const canCross = INTERVAL_MS[interval] < INTERVAL_MS.ONE_DAY && this.intervals.includes('ONE_DAY');
    const look = this.emptiness.next(series, request, Math.min(to, pageEnd));
    if (canCross && look.kind === 'DAYS') return this.daysOf(question);
    return this.barsOf(question, { from, to: Math.min(to, pageEnd) });
  }

  async close(): Promise<void> {
    await this.http.close();
  }

  private async barsOf(question: Question, page: TimeRange): Promise<Page | 'ASK_AGAIN'> {
    const { series, interval, from, to: end, market } = question;
    const cut = this.cuts.get(series);
    const to = cut?.from === from ? Math.min(page.to, cut.to) : page.to;
    // One more than the window holds: the bar behind it shows that nothing is missing before.
    const limit = Math.min(barsBetween(from, to, interval) + 1, market.mostBars);
    const { rows, asOf, request, ...asked } = await this.ask(question, interval, from, limit);
    const cutAt = Math.min(limit, (this.mostRows = Math.max(this.mostRows, rows.length)));
    const isShown = this.depth.reaches(series, from, asOf);
    const read = readAnswer({ rows, ...asked }, { from, to, end, interval, cutAt, isShown });
    if (rows.length > 0) this.depth.note(series, timeOf(rows[0]!), asOf);
    if (read.cutBefore !== null) {
      this.cuts.set(series, { from, to: read.cutBefore });
      return 'ASK_AGAIN';
    }
    this.emptiness.barsCame(series, { kind: 'PAGE', from, to: read.answered.to }, rows.length === 0);
    const all = readRows(read.inside, COLUMNS, request);
    const { reachedNow, ...checked } = checkPage(all, read.inside, { request, interval, from, to }, asOf);
    const next = read.answered.to < end && !reachedNow ? read.answered.to : null;
    return this.page(question, { ...checked, answered: read.answered, outOfReach: null, next, asOf });
  }

  /** Looks at the days from the range's start on, to cross a long time without bars. */
  private async daysOf(question: Question): Promise<Page | 'ASK_AGAIN'> {
    const { series, from, to: end, market } = question;
    const limit = market.mostBars;
    const before = Math.min(DAYS_BEFORE, limit >> 1);
    const since = alignedDown(from, 'ONE_DAY') - before * INTERVAL_MS.ONE_DAY;
    const { rows, askedFrom, askedTo, asOf } = await this.ask(question, 'ONE_DAY', since, limit);
    const to = Math.min(askedTo ?? Infinity, since + limit * INTERVAL_MS.ONE_DAY);
    const first = rows.find((row) => timeOf(row) + INTERVAL_MS.ONE_DAY > from);
    const days = { from, to: Math.max(alignedDown(to, 'ONE_DAY'), from) };
    // Days that the exchange was not asked for show nothing: pages tell.
    const isAsked = askedFrom === null || askedFrom <= from;
    const crossed = this.emptiness.daysCame(series, days, !isAsked ? from : first ? timeOf(first) : null, end);
    if (!crossed) return 'ASK_AGAIN';
    const isShown = (rows.length > 0 && rows[0] !== first) || this.depth.reaches(series, from, asOf);
    const answered = isShown ? crossed : { from: crossed.to, to: crossed.to };
    const next = crossed.to < end ? crossed.to : null;
    return this.page(question, { bars: [], quarantined: [], answered, outOfReach: null, next, asOf });
  }

  private ask({ symbol, signal }: Question, interval: BarInterval, since: number, limit: number) {
    return this.requests.ask({ symbol, timeframe: timeframeOf(interval), since, limit }, signal);
  }

  /** What the exchange has not shown to serve is out of reach, if it says the same twice. */
  private page({ series, from }: Question, page: Page): Page | 'ASK_AGAIN' {
    if (page.answered.from <= from) return page;
    const doubt = `${from} ${page.answered.from}`;
    if (this.doubts.get(series) !== doubt) {
      this.doubts.set(series, doubt);
      return 'ASK_AGAIN';
    }
    this.doubts.delete(series);
    return { ...page, outOfReach: { from, to: page.answered.from } };
  }
}

/** A list of markets belongs to no caller. */
const NEVER = sharedAbort().signal;

function describedBy(title: string): string {
  return (
    `${title} by ccxt. Prices and volume only. How far back it serves is not known: ` +
    'what it sends nothing for, before the oldest bar it has sent, counts as out of reach'
  );
}
