import type { DataSource, Page, PageRequest } from '../../src/application/ports/data-source';
import { BAR_INTERVALS, INTERVAL_MS, type Bar } from '../../src/domain/bar';
import { eventually } from './eventually';

/** A worker's request, pending until the test answers it. */
export class HeldCall {
  private settle!: { resolve: (page: Page) => void; reject: (error: unknown) => void };
  readonly page = new Promise<Page>((resolve, reject) => (this.settle = { resolve, reject }));

  constructor(
    readonly symbol: string,
    readonly cursor: string | null,
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

  /** Answers with `bars`, by default three with distinct prices. */
  answer(bars: readonly Bar[] = someBars(this, 3), nextCursor: string | null = null): void {
    this.settle.resolve({ bars, nextCursor });
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
  /** All requests, in order. */
  readonly calls: HeldCall[] = [];
  /** Called and awaited within each fetch. */
  onFetch: (call: HeldCall) => void | Promise<void> = () => undefined;

  async open(): Promise<void> {}

  async listSymbols(): Promise<readonly string[]> {
    return [];
  }

  async fetchPage(symbol: string, cursor: string | null, request: PageRequest): Promise<Page> {
    const call = new HeldCall(symbol, cursor, request);
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
      const page = Number(call.cursor ?? 0);
      call.answer(someBars(call, 3, page * 3), page + 1 < pages ? String(page + 1) : null);
    };
    this.onFetch = answer;
    for (const call of this.calls) answer(call);
  }

  get symbolsAsked(): string[] {
    return this.calls.map((call) => call.symbol);
  }
}

/** Returns `count` bars from the `from`-th bar of the window on. The price identifies the bar. */
export function someBars({ request }: Pick<HeldCall, 'request'>, count: number, from = 0): Bar[] {
  return Array.from({ length: count }, (_, index) => {
    const price = `${100 + from + index}.50`;
    const time = request.from + (from + index) * INTERVAL_MS[request.interval];
    return { time, open: price, high: price, low: price, close: price, volume: '1.0' };
  });
}
