import type { DataSource, Page, PageRequest, SourceSymbol } from '../../src/application/ports/data-source';
import { BAR_INTERVALS, INTERVAL_MS, type Bar } from '../../src/domain/bar';
import { eventually } from './eventually';

/** A worker's request, pending until the test answers it. */
export class HeldCall {
  private settle!: { resolve: (page: Page) => void; reject: (error: unknown) => void };
  readonly page = new Promise<Page>((resolve, reject) => (this.settle = { resolve, reject }));

  constructor(
    readonly symbol: string,
    readonly request: PageRequest,
  ) {
    const abort = () => this.settle.reject(request.signal.reason);
    request.signal.addEventListener('abort', abort);
    const done = () => request.signal.removeEventListener('abort', abort);
    this.page.then(done, done);
  }

  get aborted(): boolean {
    return this.request.signal.aborted;
  }

  /**
   * Answers with `bars`, by default three with distinct prices.
   * @param pages LAST: the source has nothing else. MORE: the next page begins after the last of the bars
   */
  answer(bars: readonly Bar[] = someBars(this, 3), pages: 'LAST' | 'MORE' = 'LAST'): void {
    const { from, to, interval } = this.request;
    const end = pages === 'LAST' ? to : bars.at(-1)!.time + INTERVAL_MS[interval];
    const next = pages === 'LAST' ? null : end;
    this.answerWith({ bars, quarantined: [], answered: { from, to: end }, outOfReach: null, next, asOf: Date.now() });
  }

  answerWith(page: Page): void {
    this.settle.resolve(page);
  }

  fail(error: unknown): void {
    this.settle.reject(error);
  }
}

/** A source controlled by the test: each request waits until the test or `onFetch` answers it. */
export class HeldSource implements DataSource {
  readonly name: string = 'held';
  readonly kind = 'SIMULATED';
  readonly description = 'held by a test';
  readonly intervals = BAR_INTERVALS;
  readonly requestsPerMinute: number = 60_000_000;
  readonly barsPerPage = 3;
  /** All requests, in order. */
  readonly calls: HeldCall[] = [];
  /** Called and awaited within each fetch. */
  onFetch: (call: HeldCall) => void | Promise<void> = () => undefined;

  async open(): Promise<void> {}

  async listSymbols(): Promise<readonly SourceSymbol[]> {
    return [];
  }

  async fetchPage(symbol: string, request: PageRequest): Promise<Page> {
    const call = new HeldCall(symbol, request);
    call.page.catch(() => undefined);
    this.calls.push(call);
    await this.onFetch(call);
    return call.page;
  }

  /** Resolves with the n-th request for a symbol (from 1) once it is made. */
  async called(symbol: string, n = 1): Promise<HeldCall> {
    const calls = () => this.calls.filter((call) => call.symbol === symbol);
    await eventually(() => calls().length >= n);
    return calls()[n - 1]!;
  }

  /** Answers every request immediately, including pending ones. Each symbol has `pages` pages. */
  answerAll(pages = 1): void {
    const answer = (call: HeldCall) => {
      const page = this.pageOf(call);
      call.answer(someBars(call, 3, page * 3), page + 1 < pages ? 'MORE' : 'LAST');
    };
    this.onFetch = answer;
    for (const call of this.calls) answer(call);
  }

  /** Returns which page of its symbol a request asks for, from 0, if every page has three bars. */
  pageOf({ symbol, request: { from, interval } }: HeldCall): number {
    const starts = this.calls.filter((call) => call.symbol === symbol).map(({ request }) => request.from);
    return (from - Math.min(...starts)) / (3 * INTERVAL_MS[interval]);
  }

  get symbolsAsked(): string[] {
    return this.calls.map((call) => call.symbol);
  }
}

/** Returns `count` bars from the start of a request on. The price identifies the bar. @param first number of the first */
export function someBars(
  { request }: { readonly request: Pick<PageRequest, 'from' | 'interval'> },
  count: number,
  first = 0,
): Bar[] {
  return Array.from({ length: count }, (_, index) =>
    barAt(request.from + index * INTERVAL_MS[request.interval], `${100 + first + index}.50`),
  );
}

export function barAt(time: number, price: string): Bar {
  const prices = { open: price, high: price, low: price, close: price };
  return { time, ...prices, volume: '1.0', quoteVolume: null, trades: null, takerVolume: null };
}
