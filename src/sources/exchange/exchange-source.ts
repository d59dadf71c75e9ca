import type { DataSource, Page, PageRequest, SourceSymbol } from '../../application/ports/data-source';
import { alignedDown, BAR_INTERVALS, INTERVAL_MS, openingAfter, type Bar, type BarInterval } from '../../domain/bar';
import type { TimeRange } from '../../domain/series/time-range';
import { SourceError } from '../../domain/source-failure';
import type { HttpAnswer } from '../http/http-client';
import { understood } from '../http/read-body';
import { readHttpDate } from '../http/retry-after';
import { checkPage } from '../page-check';
import type { BarsQuestion, ExchangeDescription } from './description';
import { AddressWatch } from './address-use';
import { Emptiness, type Look } from './emptiness';
import { ExchangeClient } from './exchange-client';
import { readRows } from './row-reader';
import { readSymbols } from './symbol-list';

export interface ExchangeSettings {
  /** Scheme and host of the exchange, or of a substitute; default: the exchange's own. */
  readonly baseUrl?: string | undefined;
  /** Milliseconds since the Unix epoch; defaults to Date.now. */
  readonly clock?: () => number;
  /** Deadline of a whole request, in milliseconds; defaults to 10 s. */
  readonly deadlineMs?: number | undefined;
}

/** Part of the exchange's limit that is used: other clients may share the address. */
const SHARE = 0.8;

/** Bars of an exchange, from its public REST API, by its description. */
export class ExchangeSource implements DataSource {
  readonly kind = 'REAL';
  readonly name: string;
  readonly description: string;
  readonly intervals: readonly BarInterval[];
  readonly requestsPerMinute: number;
  readonly barsPerPage: number;
  readonly listingCost: number;
  readonly reach: number | undefined;
  readonly earliest: number | undefined;
  readonly unsetVariables: readonly string[];

  private readonly clock: () => number;
  private readonly client: ExchangeClient;
  private readonly emptiness: Emptiness | null;
  /** Null if the exchange does not tell of its limit. */
  private readonly watch: AddressWatch | null;

  constructor(
    private readonly exchange: ExchangeDescription,
    { baseUrl = exchange.baseUrl, clock = Date.now, deadlineMs }: ExchangeSettings = {},
  ) {
    const { bars, symbols } = exchange;
    this.name = exchange.name;
    this.description = exchange.description;
    this.intervals = BAR_INTERVALS.filter((interval) => bars.intervals[interval] !== undefined);
    this.requestsPerMinute = exchange.requestsPerMinute * SHARE;
    this.barsPerPage = bars.limit;
    this.listingCost = 'listed' in symbols ? 0 : (symbols.cost ?? 1);
    this.reach = bars.reach;
    this.earliest = exchange.earliest;
    this.unsetVariables = exchange.unsetVariables ?? [];
    this.clock = clock;
    this.emptiness = emptinessOf(exchange);
    this.watch = exchange.use ? new AddressWatch(exchange.use, exchange.requestsPerMinute) : null;
    this.client = new ExchangeClient(exchange, { baseUrl, clock, deadlineMs });
  }

  open(): Promise<void> {
    return this.client.open();
  }

  async listSymbols({ signal }: { signal: AbortSignal }): Promise<readonly SourceSymbol[]> {
    const { symbols } = this.exchange;
    if ('listed' in symbols) return symbols.listed;
    return readSymbols(symbols, (more) => this.client.get(symbols.path, { ...symbols.query, ...more }, signal));
  }

  async fetchPage(symbol: string, { interval, from, to, signal }: PageRequest): Promise<Page | 'ASK_AGAIN'> {
    const range = { from: Math.max(from, this.reachFrom(interval)), to };
    if (range.from >= to) return beyondReach({ from, to }, this.clock());
    const series = `${interval} ${symbol}`;
    const look = this.lookAt(series, range, interval);
    const answer =
      look.kind === 'DAYS'
        ? await this.daysOf(symbol, series, look, to, signal)
        : await this.barsOf(symbol, series, look, { ...range, interval }, signal);
    if (answer === 'ASK_AGAIN' || range.from === from) return answer;
    return { ...answer, outOfReach: { from, to: answer.answered.from } };
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  /** Returns the opening time of the oldest bar that the exchange certainly serves. */
  private reachFrom(interval: BarInterval): number {
    if (this.reach === undefined) return -Infinity;
    return openingAfter(alignedDown(this.clock(), interval), interval, 1 - this.reach);
  }

  private lookAt(series: string, range: TimeRange, interval: BarInterval): Look {
    const { paging, limit } = this.exchange.bars;
    if (paging === 'SHORT_PAGE_IS_LAST' || paging === 'FIRST_ROWS') return { kind: 'PAGE', ...range };
    const pageEnd = Math.min(range.to, openingAfter(range.from, interval, limit));
    const canCross = this.emptiness && INTERVAL_MS[interval] < INTERVAL_MS.ONE_DAY;
    return canCross ? this.emptiness.next(series, range, pageEnd) : { kind: 'PAGE', from: range.from, to: pageEnd };
  }

  private async barsOf(
    symbol: string,
    series: string,
    look: Look,
    range: TimeRange & { interval: BarInterval },
    signal: AbortSignal,
  ): Promise<Page | 'ASK_AGAIN'> {
    const { interval, from, to } = range;
    const { bars: all, rows, answer, isPart } = await this.ask(symbol, interval, look, signal);
    this.emptiness?.barsCame(series, look, rows.length === 0);
    // Bars where the days have none: the exchange contradicts itself, and pages tell.
    if (look.kind === 'EMPTY' && rows.length > 0) return 'ASK_AGAIN';
    const asOf = this.now(answer, interval);
    const asked = { request: answer.request, interval, from: look.from, to: look.to };
    const { bars, quarantined, reachedNow } = checkPage(all, rows, asked, asOf);
    if (isPart && all.length === 0)
      throw new SourceError('BAD_RESPONSE', `${answer.request}: no rows, and says that there are more`);
    const end = isPart ? endOfLast(all, interval) : this.answeredTo(look, all, interval);
    const next = end < to && !reachedNow ? end : null;
    return {
      bars,
      quarantined,
      answered: { from, to: end },
      outOfReach: null,
      next,
      asOf,
      restMs: this.restAfter(answer),
    };
  }

  private async daysOf(
    symbol: string,
    series: string,
    look: Look,
    end: number,
    signal: AbortSignal,
  ): Promise<Page | 'ASK_AGAIN'> {
    const from = alignedDown(look.from, 'ONE_DAY');
    const to = Math.min(alignedDown(end - 1, 'ONE_DAY'), from + (this.barsPerPage - 1) * INTERVAL_MS.ONE_DAY);
    const days = { from, to: to + INTERVAL_MS.ONE_DAY };
    const { bars, answer } = await this.ask(symbol, 'ONE_DAY', days, signal);
    const crossed = this.emptiness!.daysCame(series, { from: look.from, to: days.to }, bars[0]?.time ?? null, end);
    if (!crossed) return 'ASK_AGAIN';
    const next = crossed.to < end ? crossed.to : null;
    const asOf = this.now(answer, 'ONE_DAY');
    return {
      bars: [],
      quarantined: [],
      answered: crossed,
      outOfReach: null,
      next,
      asOf,
      restMs: this.restAfter(answer),
    };
  }

  /** Sends the one request of a page. @returns all rows of the range, ascending, and as bars */
  private async ask(symbol: string, interval: BarInterval, { from, to }: TimeRange, signal: AbortSignal) {
    const { intervals, route, limit, mostRows = limit, columns, prepare, order, strays } = this.exchange.bars;
    const name = intervals[interval];
    if (name === undefined) throw new Error(`${this.name} has no bars of ${interval}`);
    const last = alignedDown(to - 1, interval);
    const barsBack = Math.ceil((this.clock() - from) / INTERVAL_MS[interval]);
    const question: BarsQuestion = { symbol, interval: name, barInterval: interval, from, last, to, barsBack };
    const { path, query } = route(question);
    const answer = await this.client.get(path, query, signal);
    const sent = understood(answer, (body) => this.exchange.bars.rows(body, question));
    if (sent.length > mostRows)
      throw new SourceError(
        'BAD_RESPONSE',
        `${answer.request}: ${sent.length} rows, and no more than ${mostRows} were asked for`,
      );
    const rows = order === 'ASCENDING' ? sent : sent.toReversed();
    const prepared = prepare && ((row: unknown) => prepare(row, question));
    const bars = readRows(rows, typeof columns === 'function' ? columns(symbol) : columns, answer.request, prepared);
    // An answer that goes on behind the range has all of it.
    const isPart = (bars.at(-1)?.time ?? from) < to && (this.exchange.bars.isPart?.(answer.body) ?? false);
    if (strays === undefined) return { bars, rows, answer, isPart };
    const isMeant = ({ time }: Bar) => (strays === 'AFTER' || time >= from) && (strays === 'BEFORE' || time < to);
    const meant = rows.filter((_row, index) => isMeant(bars[index]!));
    return { bars: bars.filter(isMeant), rows: meant, answer, isPart };
  }

  private answeredTo(look: Look, bars: readonly Bar[], interval: BarInterval): number {
    const { paging, limit } = this.exchange.bars;
    const isWhole =
      paging === 'SHORT_PAGE_IS_LAST' ? bars.length < limit : paging !== 'FIRST_ROWS' || bars.length === 0;
    return isWhole ? look.to : endOfLast(bars, interval);
  }

  private restAfter({ headers }: HttpAnswer): number {
    return this.watch?.restAfter(headers, this.clock()) ?? 0;
  }

  /**
   * The earlier of the two clocks: a bar that is taken for closed too early would be stored unfinished. Earlier still
   * where the exchange changes a bar after its end.
   */
  private now({ headers }: HttpAnswer, interval: BarInterval): number {
    const theirs = readHttpDate(String(headers['date'] ?? ''));
    return Math.min(this.clock(), theirs ?? Infinity) - (this.exchange.bars.finalAfterMs?.(interval) ?? 0);
  }
}

function emptinessOf({ bars: { paging } }: ExchangeDescription): Emptiness | null {
  if (paging === 'WINDOWS_OR_EMPTY') return new Emptiness('EMPTY');
  return paging === 'WINDOWS_OR_DAYS' ? new Emptiness('DAYS') : null;
}

function endOfLast(bars: readonly Bar[], interval: BarInterval): number {
  return openingAfter(alignedDown(bars.at(-1)!.time, interval), interval);
}

function beyondReach(range: TimeRange, asOf: number): Page {
  const nothing = { from: range.to, to: range.to };
  return { bars: [], quarantined: [], answered: nothing, outOfReach: range, next: null, asOf };
}
